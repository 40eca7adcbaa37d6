package io.github.diffusionj.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.DiffPirSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimeTravel;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.KnownPixels.Keeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Inpainting of images of two pixels with mean 0, variance 0.25 each and correlation 0.8, of which
 * the left one is known. E[x_0|x_t] is linear in x_t, in closed form, and the distribution of the
 * right pixel is normal: mean 0.8·left, variance 0.25·(1 − 0.8²).
 */
class KnownPixelsTest {

  private static final double VARIANCE = 0.25;
  private static final double CORRELATION = 0.8;
  private static final float LEFT = 0.6f;
  private static final float[] RIGHT_IS_UNKNOWN = {0, 1};
  private static final int STREAM_OF_KNOWN = 1 << 29;
  private static final Sampler DDPM = new DdpmSampler(Variance.FIXED_SMALL);

  private static final NoiseSchedule SHORT = NoiseSchedule.of(ScheduleType.LINEAR, 8, 0.02, 0.5);
  private static final NoiseSchedule LONG = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  private static NDManager manager;

  @BeforeAll
  static void open() throws IOException {
    manager = Torch.get().newManager();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  /** E[x_0|x_t] = G·x_t; G has the same number twice along and twice across the diagonal. */
  private static double[] gain(double alphaBar) {
    double sum = VARIANCE * (1 + CORRELATION);
    double difference = VARIANCE * (1 - CORRELATION);
    double ofSum = Math.sqrt(alphaBar) * sum / (alphaBar * sum + 1 - alphaBar);
    double ofDifference = Math.sqrt(alphaBar) * difference / (alphaBar * difference + 1 - alphaBar);
    return new double[] {(ofSum + ofDifference) / 2, (ofSum - ofDifference) / 2};
  }

  private static Predictor posterior(NoiseSchedule schedule, List<Double> calls) {
    return (x, t) -> {
      calls.add(t);
      double[] gain = gain(schedule.alphaBar(t));
      try (NDArray crossed = x.flip(3)) {
        return x.mul(gain[0]).addi(crossed.muli(gain[1]));
      }
    };
  }

  private static List<SamplingStep> steps(NoiseSchedule schedule, Sampler sampler, int count) {
    return sampler.steps(
        schedule, TimestepSpacing.TRAILING.points(schedule, schedule.steps(), count));
  }

  /** Image after image, left and right pixel. */
  private static float[] sampled(
      NoiseSchedule schedule,
      List<SamplingStep> steps,
      Keeping keeping,
      double slack,
      int images,
      SamplingListener listener,
      List<Double> calls) {
    SampleShape shape = new SampleShape(images, 1, 1, 2);
    float[] values = new float[shape.length()];
    Arrays.fill(values, LEFT);
    NoiseField noise = new NoiseField(5);
    float[] start = new float[shape.length()];
    for (int i = 0; i < images; i++) {
      noise.fill(start, 2 * i, i, 0, 1, 1, 2);
    }
    SamplingRequest request =
        new SamplingRequest(
            shape,
            steps,
            noise,
            0,
            Clipping.NONE,
            Optional.of(new KnownPixels(values, RIGHT_IS_UNKNOWN, keeping, slack)));
    return new SamplingLoop(posterior(schedule, calls), Prediction.SAMPLE, manager)
        .run(start, request, listener, Progress.NONE);
  }

  private static float[] z(int stream) {
    float[] z = new float[2];
    new NoiseField(5).fill(z, 0, 0, stream, 1, 1, 2);
    return z;
  }

  /** Algorithm 1 of Lugmayr et al. 2022, line by line, with U = 4 resamplings of each step. */
  @Test
  void repaintIsAlgorithmOne() {
    int resamplings = 4;
    List<SamplingStep> steps = steps(SHORT, new TimeTravel(DDPM, 1, resamplings), 8);
    List<Double> calls = new ArrayList<>();
    float[] result = sampled(SHORT, steps, Keeping.IN_STATE, 0, 1, SamplingListener.NONE, calls);

    Iterator<Integer> streams = steps.stream().map(SamplingStep::stream).iterator();
    float[] start = z(0);
    double[] x = {start[0], start[1]};
    int networkCalls = 0;
    for (int t = SHORT.steps(); t >= 1; t--) {
      double beta = SHORT.beta(t);
      double before = SHORT.alphaBar(t - 1);
      for (int u = 1; u <= (t > 1 ? resamplings : 1); u++) {
        int stream = streams.next();
        double known =
            Math.sqrt(before) * LEFT + Math.sqrt(1 - before) * z(STREAM_OF_KNOWN + stream)[0];
        double[] gain = gain(SHORT.alphaBar(t));
        double clean = gain[1] * x[0] + gain[0] * x[1];
        double unknown =
            SHORT.posteriorMeanX0(t) * clean
                + SHORT.posteriorMeanXt(t) * x[1]
                + Math.sqrt(SHORT.posteriorVariance(t)) * z(stream)[1];
        x = new double[] {known, unknown};
        networkCalls++;
        if (u < resamplings && t > 1) {
          float[] again = z(streams.next());
          for (int i = 0; i < 2; i++) {
            x[i] = Math.sqrt(1 - SHORT.beta(t)) * x[i] + Math.sqrt(beta) * again[i];
          }
        }
      }
    }
    assertThat(streams.hasNext()).isFalse();
    assertThat(calls).hasSize(networkCalls).hasSize(7 * 4 + 1);
    assertThat(result[0]).isEqualTo(LEFT);
    assertThat((double) result[1]).isCloseTo(x[1], within(1e-5));
  }

  /** The right pixel's mean and variance over many samples. */
  private record Moments(double mean, double variance) {

    static Moments of(Sampler sampler, int steps, Keeping keeping, double slack) {
      int images = 4000;
      float[] all =
          sampled(
              LONG,
              KnownPixelsTest.steps(LONG, sampler, steps),
              keeping,
              slack,
              images,
              SamplingListener.NONE,
              new ArrayList<>());
      double[] right = IntStream.range(0, images).mapToDouble(i -> all[2 * i + 1]).toArray();
      double mean = Arrays.stream(right).average().orElseThrow();
      double variance =
          Arrays.stream(right).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
      return new Moments(mean, variance);
    }
  }

  /**
   * The known pixel's noise is drawn afresh at each step, which is not how it came about: even much
   * resampling leaves some of the way to the conditional mean, as the authors' method does.
   */
  @Test
  void resamplingBringsWhatIsFilledInNearerToItsConditionalDistribution() {
    double mean = CORRELATION * LEFT;
    double variance = VARIANCE * (1 - CORRELATION * CORRELATION);
    Moments replace = Moments.of(DDPM, 100, Keeping.IN_STATE, 0);
    Moments repaint = Moments.of(new TimeTravel(DDPM, 10, 10), 100, Keeping.IN_STATE, 0);
    assertThat(mean - repaint.mean()).isBetween(0.0, (mean - replace.mean()) / 2);
    assertThat(repaint.variance()).isCloseTo(variance, within(0.01));
    assertThat(replace.variance() - variance).isGreaterThan(0.015);
  }

  /**
   * Replacing alone keeps to the noised known pixel at every step, and to it exactly at the end.
   */
  @Test
  void replacedPixelsHaveTheNoiseOfTheirTime() {
    List<SamplingStep> steps = steps(SHORT, new DdimSampler(0), 8);
    List<Float> lefts = new ArrayList<>();
    SamplingListener listener =
        new SamplingListener() {
          @Override
          public boolean wants(int step) {
            return step > 0;
          }

          @Override
          public void step(int step, int image, float[] xt, float[] x0) {
            lefts.add(xt[0]);
          }
        };
    float[] result = sampled(SHORT, steps, Keeping.IN_STATE, 0, 1, listener, new ArrayList<>());
    assertThat(result[0]).isEqualTo(LEFT);
    assertThat(lefts).hasSize(7);
    for (int i = 0; i < lefts.size(); i++) {
      double alphaBar = SHORT.alphaBar(7 - i);
      float own = z(STREAM_OF_KNOWN + steps.get(i).stream())[0];
      assertThat((double) lefts.get(i))
          .isCloseTo(Math.sqrt(alphaBar) * LEFT + Math.sqrt(1 - alphaBar) * own, within(1e-6));
    }
  }

  /** The minimum over x of |y − x|² + ρ·|x − x̂_0|² at the known pixel, found by its derivative. */
  @Test
  void diffPirWeighsKnownPixelsAgainstTheEstimate() {
    double slack = 0.3;
    List<SamplingStep> steps = steps(SHORT, new DiffPirSampler(1), 8);
    List<float[]> seen = new ArrayList<>();
    SamplingListener listener =
        new SamplingListener() {
          @Override
          public boolean wants(int step) {
            return true;
          }

          @Override
          public void step(int step, int image, float[] xt, float[] x0) {
            seen.add(new float[] {xt[0], xt[1], x0[0], x0[1]});
          }
        };
    sampled(SHORT, steps, Keeping.IN_ESTIMATE, slack, 1, listener, new ArrayList<>());
    assertThat(seen).hasSize(8);
    for (int i = 0; i < 8; i++) {
      double alphaBar = SHORT.alphaBar(8 - i);
      double[] gain = gain(alphaBar);
      float[] s = seen.get(i);
      double estimate = gain[0] * s[0] + gain[1] * s[1];
      double rho = slack * alphaBar / (1 - alphaBar);
      assertThat(2 * (s[2] - LEFT) + 2 * rho * (s[2] - estimate)).isCloseTo(0, within(1e-5));
      assertThat((double) s[3]).isCloseTo(gain[1] * s[0] + gain[0] * s[1], within(1e-6));
    }
  }

  @Test
  void theNetworksAnswerCountsEverywhereOnlyWhereKnownPixelsHaveAShareInIt() {
    float[] values = {LEFT, LEFT};
    assertThat(new KnownPixels(values, RIGHT_IS_UNKNOWN, Keeping.IN_ESTIMATE, 0).wanted())
        .hasValue(RIGHT_IS_UNKNOWN);
    assertThat(new KnownPixels(values, RIGHT_IS_UNKNOWN, Keeping.IN_ESTIMATE, 0.1).wanted())
        .isEmpty();
  }
}

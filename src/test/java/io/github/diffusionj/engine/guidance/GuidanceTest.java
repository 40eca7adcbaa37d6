package io.github.diffusionj.engine.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.classifier.ClassScore;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingLoop;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guidance on data of one pixel: class k is N(m_k, 0.2²), both are equally likely, so without class
 * it is a mixture. All densities at t are known in closed form.
 */
class GuidanceTest {

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final double[] MEANS = {-0.4, 0.7};
  private static final double DEVIATION = 0.2;
  private static final int NONE = 2;
  private static final float[] PLACES = {-1.2f, -0.5f, 0, 0.1f, 0.4f, 0.9f, 2};

  private static NDManager manager;

  @BeforeAll
  static void open() throws IOException {
    manager = Torch.get().newManager();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  /** ln p(x_t | class), but for a constant; of the mixture for no class. */
  private static double logDensity(double x, double t, int c) {
    if (c == NONE) {
      return Math.log(Math.exp(logDensity(x, t, 0)) + Math.exp(logDensity(x, t, 1)));
    }
    double alphaBar = SCHEDULE.alphaBar((int) t);
    double variance = alphaBar * DEVIATION * DEVIATION + 1 - alphaBar;
    double distance = x - Math.sqrt(alphaBar) * MEANS[c];
    return -distance * distance / (2 * variance);
  }

  private static double logPosterior(double x, double t, int c) {
    return logDensity(x, t, c) - logDensity(x, t, NONE);
  }

  private static double slope(DoubleBinaryOperator f, double x, double t) {
    double h = 1e-5;
    return (f.applyAsDouble(x + h, t) - f.applyAsDouble(x - h, t)) / (2 * h);
  }

  /** ∇ ln p(x_t | class) in closed form. */
  private static double score(double x, double t, int c) {
    double alphaBar = SCHEDULE.alphaBar((int) t);
    double variance = alphaBar * DEVIATION * DEVIATION + 1 - alphaBar;
    if (c < NONE) {
      return (Math.sqrt(alphaBar) * MEANS[c] - x) / variance;
    }
    double first = 1 / (1 + Math.exp(logDensity(x, t, 1) - logDensity(x, t, 0)));
    return first * score(x, t, 0) + (1 - first) * score(x, t, 1);
  }

  /** The exact network that puts out {@code prediction}. */
  private static NDArray exact(NDArray x, double t, int[] classes, Prediction prediction) {
    double alphaBar = SCHEDULE.alphaBar((int) t);
    float[] values = x.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      double epsilon = -Math.sqrt(1 - alphaBar) * score(values[i], t, classes[i]);
      var to = Prediction.EPSILON.to(prediction, alphaBar);
      values[i] = (float) (to.x() * values[i] + to.output() * epsilon);
    }
    return x.getManager().create(values, x.getShape());
  }

  private static ClassPredictor network(Prediction prediction) {
    return (x, t, classes) -> exact(x, t, classes, prediction);
  }

  private static Predictor unconditional(Prediction prediction) {
    return (x, t) -> {
      int[] classes = new int[(int) x.getShape().get(0)];
      Arrays.fill(classes, NONE);
      return exact(x, t, classes, prediction);
    };
  }

  private static final ClassScore CLASSIFIER =
      (x, t, classes) -> {
        float[] values = x.toFloatArray();
        for (int i = 0; i < values.length; i++) {
          int c = classes[i];
          values[i] = (float) (score(values[i], t, c) - score(values[i], t, NONE));
        }
        return x.getManager().create(values, x.getShape());
      };

  private static ClassifierFreeGuidance free(Prediction prediction, Guidance guidance) {
    return new ClassifierFreeGuidance(
        network(prediction), (x, t) -> x, 1, OptionalInt.of(NONE), guidance);
  }

  private static ClassifierGuidance byClassifier(Prediction prediction, double scale) {
    return new ClassifierGuidance(
        unconditional(prediction),
        CLASSIFIER,
        1,
        Guidance.of(scale),
        prediction,
        t -> SCHEDULE.alphaBar((int) t));
  }

  private static float[] ask(Predictor predictor, double t) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(PLACES, new Shape(PLACES.length, 1, 1, 1));
      return predictor.predict(x, t).toFloatArray();
    }
  }

  private static double epsilon(double output, double x, Prediction prediction, double t) {
    var to = prediction.to(Prediction.EPSILON, SCHEDULE.alphaBar((int) t));
    return to.x() * x + to.output() * output;
  }

  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"EPSILON", "SAMPLE", "V_PREDICTION"})
  void withoutClassifierTheScoreIsThatOfTheTiltedDensity(Prediction prediction) {
    double s = 3;
    for (double t : new double[] {50, 300, 800}) {
      float[] guided = ask(free(prediction, Guidance.of(s)), t);
      for (int i = 0; i < PLACES.length; i++) {
        double tilted =
            slope(
                (x, u) -> s * logDensity(x, u, 1) + (1 - s) * logDensity(x, u, NONE), PLACES[i], t);
        double expected = -Math.sqrt(1 - SCHEDULE.alphaBar((int) t)) * tilted;
        assertThat(epsilon(guided[i], PLACES[i], prediction, t))
            .isCloseTo(expected, within(1e-3 * (1 + Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"EPSILON", "SAMPLE", "V_PREDICTION"})
  void withAClassifierTheScoreIsThatOfTheTiltedDensity(Prediction prediction) {
    double s = 2.5;
    for (double t : new double[] {50, 300, 800}) {
      float[] guided = ask(byClassifier(prediction, s), t);
      for (int i = 0; i < PLACES.length; i++) {
        double tilted =
            slope((x, u) -> logDensity(x, u, NONE) + s * logPosterior(x, u, 1), PLACES[i], t);
        double expected = -Math.sqrt(1 - SCHEDULE.alphaBar((int) t)) * tilted;
        assertThat(epsilon(guided[i], PLACES[i], prediction, t))
            .isCloseTo(expected, within(1e-3 * (1 + Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"free, ddim", "free, ddpm", "classifier, ddim", "classifier, ddpm"})
  void samplesAreOfTheClass(String kind, String sampler) {
    Predictor predictor =
        kind.equals("free")
            ? free(Prediction.EPSILON, Guidance.of(1))
            : byClassifier(Prediction.EPSILON, 1);
    assertDistribution(sample(predictor, sampler(sampler)), MEANS[1], DEVIATION);
  }

  /** N(m, σ²) against N(0, σ²): tilted by s it is N(s·m, σ²) at every t, so it can be sampled. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2, 4})
  void samplesOfGaussiansAreTheTiltedGaussian(double scale) {
    double m = 0.3;
    ClassPredictor gaussians =
        (x, t, classes) -> {
          double alphaBar = SCHEDULE.alphaBar((int) t);
          double variance = alphaBar * DEVIATION * DEVIATION + 1 - alphaBar;
          float[] values = x.toFloatArray();
          for (int i = 0; i < values.length; i++) {
            double mean = classes[i] == 0 ? 0 : Math.sqrt(alphaBar) * m;
            values[i] = (float) (Math.sqrt(1 - alphaBar) * (values[i] - mean) / variance);
          }
          return x.getManager().create(values, x.getShape());
        };
    Predictor predictor =
        new ClassifierFreeGuidance(
            gaussians, (x, t) -> x, 1, OptionalInt.of(0), Guidance.of(scale));
    assertDistribution(sample(predictor, sampler("ddim")), scale * m, DEVIATION);
  }

  private static Sampler sampler(String name) {
    return name.equals("ddpm") ? new DdpmSampler(Variance.FIXED_SMALL) : new DdimSampler(0);
  }

  private static float[] sample(Predictor predictor, Sampler sampler) {
    SampleShape shape = new SampleShape(4000, 1, 1, 1);
    float[] start = new float[shape.length()];
    NoiseField noise = new NoiseField(5);
    for (int i = 0; i < start.length; i++) {
      noise.fill(start, i, i, 0, 1, 1, 1);
    }
    SamplingRequest request =
        new SamplingRequest(
            shape,
            sampler.steps(SCHEDULE, TimestepSpacing.TRAILING.points(SCHEDULE, 1000, 200)),
            noise,
            0,
            Clipping.NONE,
            Optional.empty());
    return new SamplingLoop(predictor, Prediction.EPSILON, manager)
        .run(start, request, SamplingListener.NONE, Progress.NONE);
  }

  /** Five standard errors, and 1 % for the finite number of steps. */
  private static void assertDistribution(float[] samples, double mean, double deviation) {
    double sum = 0;
    double squares = 0;
    for (float sample : samples) {
      sum += sample;
      squares += sample * sample;
    }
    double found = sum / samples.length;
    double error = 5 * deviation / Math.sqrt(samples.length);
    assertThat(found).isCloseTo(mean, within(error + 0.01));
    assertThat(Math.sqrt(squares / samples.length - found * found))
        .isCloseTo(deviation, within(error + 0.01));
  }

  @Test
  void scaleOneIsOneCallWithTheClass() {
    List<int[]> calls = new ArrayList<>();
    ask(counting(calls, Guidance.of(1)), 300);
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0)).hasSize(PLACES.length).containsOnly(1);
  }

  @Test
  void bothBranchesAreInOneCall() {
    List<int[]> calls = new ArrayList<>();
    ask(counting(calls, Guidance.of(2)), 300);
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0)).hasSize(2 * PLACES.length);
  }

  @Test
  void outsideItsIntervalTheClassIsSampledPlainly() {
    Guidance limited = new Guidance(3, 0, 200, 600);
    float[] plain = ask(free(Prediction.EPSILON, Guidance.of(1)), 100);
    assertThat(ask(free(Prediction.EPSILON, limited), 100)).isEqualTo(plain);
    assertThat(ask(free(Prediction.EPSILON, limited), 300))
        .isEqualTo(ask(free(Prediction.EPSILON, Guidance.of(3)), 300));
  }

  private static Predictor counting(List<int[]> calls, Guidance guidance) {
    ClassPredictor counted =
        (x, t, classes) -> {
          calls.add(classes);
          return exact(x, t, classes, Prediction.EPSILON);
        };
    return new ClassifierFreeGuidance(counted, (x, t) -> x, 1, OptionalInt.of(NONE), guidance);
  }

  @Test
  void rescalingBringsBackTheDeviationOfThePredictionWithTheClass() {
    ClassPredictor made =
        (x, t, classes) -> {
          float[] values = x.toFloatArray();
          int length = values.length / classes.length;
          for (int i = 0; i < values.length; i++) {
            values[i] *= classes[i / length] == 1 ? 2 : -1;
          }
          return x.getManager().create(values, x.getShape());
        };
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.randomNormal(new Shape(2, 3, 4, 5));
      Predictor full =
          new ClassifierFreeGuidance(
              made, (y, t) -> y, 1, OptionalInt.of(0), new Guidance(4, 1, 0, 1000));
      // c = 2x, u = −x, so u + 4(c − u) = 11x: scaled back to the deviation of 2x.
      NDArray difference = full.predict(x, 5).sub(x.mul(2)).abs();
      assertThat(difference.max().getFloat()).isLessThan(1e-5f);
      Predictor half =
          new ClassifierFreeGuidance(
              made, (y, t) -> y, 1, OptionalInt.of(0), new Guidance(4, 0.5, 0, 1000));
      assertThat(half.predict(x, 5).sub(x.mul(6.5)).abs().max().getFloat()).isLessThan(1e-4f);
    }
  }

  @Test
  void learnedVarianceIsThatOfThePredictionWithTheClass() {
    ClassPredictor made =
        (x, t, classes) -> {
          float[] values = new float[2 * classes.length];
          for (int i = 0; i < classes.length; i++) {
            values[2 * i] = classes[i];
            values[2 * i + 1] = 10 + classes[i];
          }
          return x.getManager().create(values, new Shape(classes.length, 2, 1, 1));
        };
    Predictor predictor =
        new ClassifierFreeGuidance(made, (x, t) -> x, 1, OptionalInt.of(NONE), Guidance.of(3));
    float[] output = ask(predictor, 300);
    // 2 + 3·(1 − 2) = −1
    for (int i = 0; i < PLACES.length; i++) {
      assertThat(output[2 * i]).isEqualTo(-1);
      assertThat(output[2 * i + 1]).isEqualTo(11);
    }
  }

  @Test
  void guidanceNeedsAClassThatMeansNone() {
    assertThatThrownBy(
            () ->
                new ClassifierFreeGuidance(
                    network(Prediction.EPSILON),
                    (x, t) -> x,
                    1,
                    OptionalInt.empty(),
                    Guidance.of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "guidance must be 1 with this model, which was not trained without classes, but is 2.0.");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Guidance.of(-1))
        .hasMessage("guidance must be 0 or more, but is -1.0.");
    assertThatThrownBy(() -> new Guidance(1, 2, 0, 1))
        .hasMessage("guidance_rescale must be between 0 and 1, but is 2.0.");
    assertThatThrownBy(() -> new Guidance(1, 0, 5, 1)).hasMessageContaining("5.0 and 1.0");
  }
}

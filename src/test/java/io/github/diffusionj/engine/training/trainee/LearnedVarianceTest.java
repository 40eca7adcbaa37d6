package io.github.diffusionj.engine.training.trainee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.bound.BoundTerms;
import io.github.diffusionj.diffusion.bound.DiscretizedNormal;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.GoldenGradient;
import io.github.diffusionj.engine.sampling.Estimate;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.WhiteNoise;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

public class LearnedVarianceTest {

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"EPSILON", "SAMPLE", "V_PREDICTION"})
  void hybridLossAndItsGradientAgreeWithPyTorch(Prediction prediction) throws IOException {
    try (GoldenGradient golden =
        new GoldenGradient("learned-variance", "hybrid-" + prediction.label())) {
      int[] times = times(golden.read("t"));
      Batch batch = batch(times, golden.read("x_0"), golden.read("noise"));
      Objective objective = new Objective(prediction, LossWeighting.SIMPLE, SCHEDULE, true);
      golden.check(
          batch.inputs(), Precision.FLOAT32, output -> objective.losses(batch, output), 1e-4);
    }
  }

  private static int[] times(NDArray values) {
    float[] floats = values.toFloatArray();
    return IntStream.range(0, floats.length).map(i -> Math.round(floats[i])).toArray();
  }

  private static Batch batch(int[] times, NDArray clean, NDArray noise) {
    NDManager scope = clean.getManager();
    NDArray signal = Batch.factors(times, scope, t -> Math.sqrt(SCHEDULE.alphaBar(t)));
    NDArray rest = Batch.factors(times, scope, t -> Math.sqrt(1 - SCHEDULE.alphaBar(t)));
    NDArray noisy = clean.mul(signal).add(noise.mul(rest));
    NDArray index = Batch.factors(times, scope, t -> t - 1).reshape(times.length);
    return new Batch(times, clean, noise, noisy, index, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Prediction.class)
  void eachTermIsThatOfTheVariationalBound(Prediction prediction) throws IOException {
    int[] times = {1, 2, 3, 50, 500, 1000, 1};
    try (NDManager scope = Torch.get().newManager()) {
      NDArray clean = noise(scope, 1, times.length).mul(0.4);
      Batch batch = batch(times, clean, noise(scope, 2, times.length));
      NDArray guess = clean.add(noise(scope, 3, times.length).mul(0.01));
      NDArray predicted =
          batch
              .noisy()
              .mul(batch.factors(t -> fromClean(prediction, t).x()))
              .add(guess.mul(batch.factors(t -> fromClean(prediction, t).output())));
      NDArray v = noise(scope, 4, times.length).mul(0.5);
      NDArray output = predicted.concat(v, 1);
      float[] hybrid = losses(prediction, true, batch, output);
      float[] simple = losses(prediction, false, batch, predicted);
      for (int i = 0; i < times.length; i++) {
        double expected =
            LearnedVariance.WEIGHT * 1000 * bits(times[i], clean.get(i), guess.get(i), v.get(i));
        assertThat(hybrid[i] - simple[i])
            .as("t = " + times[i])
            .isCloseTo((float) expected, within((float) (1e-3 * Math.abs(expected) + 1e-4)));
      }
    }
  }

  private static NDArray noise(NDManager scope, long seed, int images) {
    float[] values = new float[images * 64];
    new NoiseField(seed).fill(values, 0, 0, 0, images, 8, 8);
    return scope.create(values, new ai.djl.ndarray.types.Shape(images, 1, 8, 8));
  }

  private static Linear fromClean(Prediction prediction, int t) {
    return Prediction.SAMPLE.to(prediction, SCHEDULE.alphaBar(t));
  }

  private static float[] losses(
      Prediction prediction, boolean learned, Batch batch, NDArray output) {
    return new Objective(prediction, LossWeighting.SIMPLE, SCHEDULE, learned)
        .losses(batch, output)
        .toFloatArray();
  }

  private static double bits(int t, NDArray clean, NDArray guess, NDArray v) {
    BoundTerms terms = new BoundTerms(SCHEDULE, Variance.LEARNED_RANGE);
    float[] share = v.add(1).mul(0.5).toFloatArray();
    return t == 1
        ? terms.decoder(DiscretizedNormal.BYTES, clean.toFloatArray(), guess.toFloatArray(), share)
        : terms.divergence(t, guess.sub(clean).toFloatArray(), share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.2, -1, 0.1, 0.9999, 1, 3})
  void slopeOfTheDecoderIsItsDerivative(double mean) {
    DiscretizedNormal levels = DiscretizedNormal.BYTES;
    double step = 1e-5;
    for (double value : new double[] {-1, -1 + 2.0 / 255, 0.1, 1}) {
      for (double deviation : new double[] {0.003, 0.01, 0.3}) {
        double above = levels.logProbability(value, mean, deviation * Math.exp(step));
        double below = levels.logProbability(value, mean, deviation * Math.exp(-step));
        double slope = levels.slope(value, mean, deviation);
        assertThat(slope)
            .as("value %s, deviation %s".formatted(value, deviation))
            .isCloseTo((above - below) / (2 * step), within(1e-5 * Math.abs(slope) + 1e-6));
      }
    }
  }

  /**
   * Pixels N(0, s²): x_0 given x_t is normal with the variance V = s²·(1−ᾱ)/(ᾱ·s² + 1−ᾱ), so that
   * x_{t−1} given x_t has the variance β̃_t + posteriorMeanX0²·V, which no other minimises L_{t−1}.
   */
  @Test
  void onGaussianDataTheVarianceBecomesThatOfTheExactReverseStep() throws IOException {
    SchedulerConfig scheduler =
        SchedulerConfig.ddpm(20, ScheduleType.SQUAREDCOS_CAP_V2, Prediction.V_PREDICTION)
            .withVariance(Variance.LEARNED_RANGE);
    ModelFolder target =
        new ModelFolder(
            temp.resolve("m"), TinyModel.network(1).withOutChannels(2), scheduler, ModelNotes.NONE);
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(500)
            .withOptimiser(new OptimiserSettings(5e-3, 20, 1, 0.98))
            .withDropClass(0)
            .withSeed(3);
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(target, Optional.empty(), settings),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
    }
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(target.path()))) {
      // It starts between the bounds, 0.45 (t = 2) and 0.16 (t = 3) from there in the logarithm.
      for (int t : new int[] {2, 3, 4, 6, 8, 12}) {
        double range = Math.log(model.schedule().beta(t) / model.schedule().posteriorVariance(t));
        assertThat(range * share(model, t))
            .as("ln(σ²/β̃) at t = " + t)
            .isCloseTo(range * exactShare(model.schedule(), t), within(0.12));
      }
    }
  }

  /** The mean of f over many noisy images. */
  private static double share(DiffusionModel model, int t) {
    int images = 32;
    float[] clean = new float[images * 64];
    float[] epsilon = new float[clean.length];
    for (int i = 0; i < images; i++) {
      new WhiteNoise(1).read(100_000 + i, clean, i * 64);
    }
    new NoiseField(6).fill(epsilon, 0, 0, 0, images, 8, 8);
    float[] noisy = new float[clean.length];
    NoiseSchedule schedule = model.schedule();
    ForwardStep.between(schedule, 0, t).apply(clean, epsilon, noisy);
    Estimate estimate =
        model
            .estimator(model.predictor())
            .estimate(
                noisy, new SampleShape(images, 1, 8, 8), TimePoint.at(schedule, t), Clipping.NONE);
    float[] share = estimate.share().orElseThrow();
    return IntStream.range(0, share.length).mapToDouble(i -> share[i]).average().orElseThrow();
  }

  private static double exactShare(NoiseSchedule schedule, int t) {
    double data = 0.3 * 0.3;
    double alphaBar = schedule.alphaBar(t);
    double ofClean = data * (1 - alphaBar) / (alphaBar * data + 1 - alphaBar);
    double small = schedule.posteriorVariance(t);
    double exact = small + Math.pow(schedule.posteriorMeanX0(t), 2) * ofClean;
    return Math.log(exact / small) / Math.log(schedule.beta(t) / small);
  }

  @Test
  void aStepWithoutAnImageAtTheFirstTHasNoDecoder() throws IOException {
    try (NDManager scope = Torch.get().newManager()) {
      int[] times = {1000, 1000};
      NDArray clean = noise(scope, 1, 2);
      Batch batch = batch(times, clean, noise(scope, 2, 2));
      float[] losses =
          losses(Prediction.EPSILON, true, batch, batch.epsilon().concat(clean.zerosLike(), 1));
      // A perfect mean: what is left is the divergence of two variances, next to none at T.
      assertThat(Arrays.stream(new double[] {losses[0], losses[1]}).max().orElseThrow())
          .isLessThan(1e-4);
    }
  }
}

package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.TinyClassifier;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.guidance.Guidance;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.TwoClasses;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ClassifierTrainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.guidance.GuidanceSource;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From a trained classifier to guided samples, on white noise: a network that says v = 0 knows it
 * exactly. With S the sum of the pixels over the root of their number, the class of an image is
 * high with the probability Φ(S), so that given high S is skew normal with the mean √(2/π)·√½ =
 * 0.564, and positive with the probability ½ + arctan(1)/π = 0.75 (Azzalini 1985).
 */
class GuidanceByClassifierTest {

  private static final int SIZE = 4;
  private static final int PIXELS = SIZE * SIZE;
  private static final double SKEW_MEAN = 0.564;

  @TempDir static Path temp;

  private static DiffusionModel model;

  @BeforeAll
  static void train() throws IOException {
    ModelFolder silent = SilentModel.create(temp.resolve("noise"), 1000, Prediction.V_PREDICTION);
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(1500)
            .withBatch(64)
            .withOptimiser(new OptimiserSettings(4e-3, 20, 1, 0.98))
            .withDropClass(0);
    try (Trainer trainer =
        new Trainer(
            new ClassifierTrainee(TinyClassifier.of(silent, "low", "high"), settings),
            Optional.empty(),
            DATA,
            Torch.get())) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
    }
    model = DiffusionModel.open(silent);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static GuidanceOptions options(String name, double scale) {
    return new GuidanceOptions(Optional.of(name), Guidance.of(scale), GuidanceSource.CLASSIFIER);
  }

  /** S of each of 500 samples. */
  private static double[] sums(GuidanceOptions options, SamplerKind kind) throws IOException {
    SamplerOptions sampler =
        new SamplerOptions(kind, OptionalInt.of(25), SpacingChoice.AUTO, 0, Optional.of(false), 5);
    List<SamplingStep> steps = sampler.plan(model.folder().scheduler(), model.schedule(), 1000);
    SampleShape shape = new SampleShape(500, 1, SIZE, SIZE);
    NoiseField noise = new NoiseField(5);
    float[] start = new float[shape.length()];
    for (int i = 0; i < 500; i++) {
      noise.fill(start, i * PIXELS, i, 0, 1, SIZE, SIZE);
    }
    float[] samples =
        model
            .sampling(options.predictor(model))
            .run(
                start,
                new SamplingRequest(shape, steps, noise, 0, Clipping.NONE, Optional.empty()),
                SamplingListener.NONE,
                Progress.NONE);
    double[] sums = new double[500];
    for (int i = 0; i < samples.length; i++) {
      sums[i / PIXELS] += samples[i] / SIZE;
    }
    return sums;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double positive(double[] values) {
    double count = 0;
    for (double value : values) {
      count += value > 0 ? 1 : 0;
    }
    return count / values.length;
  }

  /**
   * Half the difference of the two classes, in which the mean of the noise itself cancels. Without
   * guidance, or with the wrong sign or twice the scale, it would be 0, negative or 0.9 and more.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ddim", "dpmpp_2m", "unipc", "euler_ancestral", "heun"})
  void samplesAreThoseOfTheClass(String sampler) throws IOException {
    SamplerKind kind = SamplerKind.of(sampler);
    double[] high = sums(options("high", 1), kind);
    double[] low = sums(options("0", 1), kind);
    assertThat((mean(high) - mean(low)) / 2).isCloseTo(SKEW_MEAN, within(0.12));
    assertThat((positive(high) - positive(low)) / 2).isCloseTo(0.25, within(0.06));
  }

  @Test
  void aLargerScaleExaggeratesAndNoneLeavesTheSamplesAlone() throws IOException {
    double[] none = sums(options("high", 0), SamplerKind.DDIM);
    assertThat(none).containsExactly(sums(GuidanceOptions.NONE, SamplerKind.DDIM));
    double[] strong = sums(options("high", 4), SamplerKind.DDIM);
    assertThat(mean(strong)).isGreaterThan(mean(sums(options("high", 1), SamplerKind.DDIM)) + 0.3);
    assertThat(positive(strong)).isGreaterThan(0.9);
  }

  @Test
  void badCombinationsAreNamed() throws IOException {
    assertRefused(
        new GuidanceOptions(Optional.empty(), Guidance.of(2), GuidanceSource.CLASSIFIER),
        model,
        "class must be given with guidance_by=classifier: a number between 0 and 1 or one of low, high.");
    assertRefused(
        options("medium", 2),
        model,
        "class must be a number between 0 and 1 or one of low, high for the model noise, but is 'medium'.");
    assertRefused(
        new GuidanceOptions(
            Optional.of("low"), new Guidance(2, 0.5, 0, 1000), GuidanceSource.CLASSIFIER),
        model,
        "guidance_rescale must be 0 with a classifier, but is 0.5.");
    assertRefused(
        new GuidanceOptions(Optional.of("low"), Guidance.of(1), GuidanceSource.CLASSES),
        model,
        "class can't be 'low' with the model noise, which has no classes but a classifier; use guidance_by=classifier.");
    try (DiffusionModel plain =
        DiffusionModel.open(SilentModel.create(temp.resolve("plain"), 10, Prediction.EPSILON))) {
      assertRefused(
          options("low", 1),
          plain,
          "guidance_by can't be classifier with the model plain, which has none; train one (Diffusion Train with network=classifier) or use classes.");
    }
  }

  @Test
  void aModelThatAlwaysNeedsAClassCanNotBeGuidedByAClassifier() throws IOException {
    ModelFolder classes =
        TinyModel.create(
            temp.resolve("classes"), TinyModel.network(1).withClasses(2), Prediction.EPSILON);
    TinyClassifier.create(classes, "a", "b");
    try (DiffusionModel open = DiffusionModel.open(classes)) {
      assertRefused(
          options("a", 1),
          open,
          "guidance_by can't be classifier with the model classes, which was not trained without classes; use classes.");
    }
  }

  @Test
  void aModelWithClassesIsAskedWithoutOne() throws IOException {
    ModelFolder template =
        new ModelFolder(
            temp.resolve("both"),
            TinyModel.network(1).withClasses(3),
            model.folder().scheduler(),
            new ModelNotes("type", "", List.of("a", "b"), OptionalInt.of(2)));
    template.replace(template.architecture().script().tensors(), TinyModel::weights);
    TinyClassifier.create(template, "a", "b");
    try (DiffusionModel open = DiffusionModel.open(ModelFolder.open(template.path()))) {
      try (var scope = open.network().newManager()) {
        var x = scope.ones(new Shape(1, 1, SIZE, SIZE));
        float[] unguided = options("b", 0).predictor(open).predict(x, 300).toFloatArray();
        assertThat(unguided)
            .containsExactly(open.network().predict(x, 300, new int[] {2}).toFloatArray());
        assertThat(options("b", 3).predictor(open).predict(x, 300).toFloatArray())
            .isNotEqualTo(unguided);
      }
    }
  }

  private static void assertRefused(GuidanceOptions options, DiffusionModel open, String message) {
    assertThatThrownBy(() -> options.predictor(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static final NoiseField WHITE = new NoiseField(9);

  private static final TwoClasses DATA =
      (index, out, offset) -> {
        WHITE.fill(out, offset, index, 0, 1, SIZE, SIZE);
        double sum = 0;
        for (int i = offset; i < offset + PIXELS; i++) {
          sum += out[i] / SIZE;
        }
        float[] luck = new float[1];
        WHITE.fill(luck, 0, index, 1, 1, 1, 1);
        return sum + luck[0] > 0 ? 1 : 0;
      };
}

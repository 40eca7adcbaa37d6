package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ij.IJ;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.engine.training.weights.Adam;
import io.github.diffusionj.image.patch.PatchSampler;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.TimeEmbedding;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

  @TempDir Path temp;

  @Test
  void lossFallsOnGaussianImages() throws Exception {
    List<Double> losses = new ArrayList<>();
    try (Trainer trainer = trainer(200, 0.01, new WhiteNoise(1))) {
      trainer.run((step, loss) -> losses.add(loss), Progress.NONE);
    }
    assertThat(losses).hasSize(200);
    assertThat(losses.get(0)).isCloseTo(1, within(0.3));
    assertThat(mean(losses.subList(180, 200))).isLessThan(0.5);
  }

  @Test
  void sameSeedGivesTheSameModelInAnyThread() throws Exception {
    trainAndSave("here");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Callable<Void> task =
          () -> {
            trainAndSave("there");
            return null;
          };
      other.submit(task).get();
    } finally {
      other.shutdown();
    }
    assertThat(ModelFolder.open(temp.resolve("there")).weights())
        .hasSameBinaryContentAs(ModelFolder.open(temp.resolve("here")).weights());
  }

  @Test
  void tryingHowLongAStepTakesLearnsNothing() throws IOException {
    trainAndSave("plain");
    try (Trainer trainer = trainer("tried")) {
      trainer.run((step, loss) -> {}, new UntilStep(trainer, 2));
      assertThat(trainer.secondsPerStep()).isPositive();
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
    }
    assertThat(ModelFolder.open(temp.resolve("tried")).weights())
        .hasSameBinaryContentAs(ModelFolder.open(temp.resolve("plain")).weights());
  }

  private record UntilStep(Trainer trainer, int step) implements Progress {

    @Override
    public void report(double fraction, String message) {}

    @Override
    public boolean cancelled() {
      return trainer.history().steps() >= step;
    }
  }

  private Trainer trainer(String name) throws IOException {
    return new Trainer(
        new ModelTrainee(target(name), Optional.empty(), settings(5, 0.01, 0.9)),
        Optional.empty(),
        new WhiteNoise(1),
        Torch.get());
  }

  private void trainAndSave(String name) throws IOException {
    try (Trainer trainer = trainer(name)) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
    }
  }

  @Test
  void averageOfTheWeightsIsWhatIsSaved() throws Exception {
    // The decay is min(0.999, (1 + step)/(10 + step)): 1/10 after the first step.
    ModelFolder model = target("model");
    float[] initial = savedAfter(model, 0, 0.999);
    float[] last = savedAfter(model, 1, 0);
    float[] average = savedAfter(model, 1, 0.999);
    assertThat(last).isNotEqualTo(initial);
    for (int i = 0; i < average.length; i++) {
      assertThat(average[i]).isCloseTo(0.1f * initial[i] + 0.9f * last[i], within(1e-6f));
    }
  }

  /** The last convolution's weights: those that the first step changes. */
  private float[] savedAfter(ModelFolder model, int steps, double averaging) throws Exception {
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(
                model, Optional.empty(), settings(Math.max(1, steps), 0.01, averaging)),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      if (steps > 0) {
        trainer.run((step, loss) -> {}, Progress.NONE);
      }
      trainer.save();
    }
    try (Safetensors file = Safetensors.open(model.weights())) {
      float[] values = new float[(int) file.spec("conv_out.weight").size()];
      file.bytes("conv_out.weight").asFloatBuffer().get(values);
      return values;
    }
  }

  @Test
  void nativeArraysDoNotGrowWithTheNumberOfSteps() throws Exception {
    List<Integer> counts = new ArrayList<>();
    Trainer trainer = trainer(50, 0.001, new WhiteNoise(1));
    try (trainer) {
      trainer.run((step, loss) -> counts.add(trainer.managedArrays()), Progress.NONE);
    }
    assertThat(counts.get(49)).isEqualTo(counts.get(0));
    assertThat(trainer.managedArrays()).isZero();
  }

  @Test
  void lossThatIsNoNumberStopsTrainingAndKeepsTheSavedModel() throws Exception {
    TrainingData broken = new WhiteNoise(Float.NaN);
    try (Trainer trainer = trainer(3, 0.01, broken)) {
      trainer.save();
      byte[] before = Files.readAllBytes(target("model").weights());
      assertThatThrownBy(() -> trainer.run((step, loss) -> {}, Progress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage("The loss is no longer a number at step 1; use a lower lr.");
      assertThat(Files.readAllBytes(target("model").weights())).isEqualTo(before);
    }
  }

  @Test
  void imagesThatTheNetworkCanNotTakeAreRefused() {
    ModelFolder colour =
        new ModelFolder(
            temp.resolve("m"),
            TinyModel.network(3),
            SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.EPSILON),
            ModelNotes.NONE);
    assertThatThrownBy(
            () ->
                new Trainer(
                    new ModelTrainee(colour, Optional.empty(), settings(1, 0.1, 0)),
                    Optional.empty(),
                    new WhiteNoise(1),
                    Torch.get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "in_channels must be 1, as the images have, and out_channels 1, but are 3 and 3.");
  }

  @Test
  void aNetworkThatTakesNoFirstTimeIsRefused() {
    UNetConfig plain = TinyModel.network(1);
    UNetConfig fourier =
        new UNetConfig(
            plain.sample(),
            plain.inChannels(),
            plain.outChannels(),
            plain.centerInputSample(),
            plain.levels(),
            plain.middle(),
            plain.resampling(),
            new TimeEmbedding(TimeEmbedding.Kind.FOURIER, 0, true, 0, 0),
            plain.classEmbedding(),
            plain.attentionHeadDim(),
            plain.normalisation(),
            plain.activation(),
            plain.dropout());
    ModelFolder model =
        new ModelFolder(temp.resolve("m"), fourier, target("m").scheduler(), ModelNotes.NONE);
    assertThatThrownBy(
            () ->
                new Trainer(
                    new ModelTrainee(model, Optional.empty(), settings(1, 0.1, 0)),
                    Optional.empty(),
                    new WhiteNoise(1),
                    Torch.get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "time_embedding_type must be positional or learned for training, but is fourier, which"
                + " has no t = 1.");
  }

  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"SAMPLE", "V_PREDICTION"})
  void lossStartsAtThePowerOfWhatIsPredicted(Prediction prediction) throws Exception {
    // The network starts as zero. x_0 has the variance 0.09; v = √ᾱ ε − √(1−ᾱ) x_0 lies between
    // that and 1.
    SchedulerConfig scheduler = SchedulerConfig.ddpm(100, ScheduleType.LINEAR, prediction);
    ModelFolder model =
        new ModelFolder(temp.resolve("m"), TinyModel.network(1), scheduler, ModelNotes.NONE);
    List<Double> losses = new ArrayList<>();
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(model, Optional.empty(), settings(1, 0.1, 0)),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      trainer.run((step, loss) -> losses.add(loss), Progress.NONE);
    }
    if (prediction == Prediction.SAMPLE) {
      assertThat(losses.get(0)).isCloseTo(0.09, within(0.03));
    } else {
      assertThat(losses.get(0)).isBetween(0.2, 1.0);
    }
  }

  @Test
  void trainingGoesOnFromAModel() throws Exception {
    ModelFolder first = TinyModel.create(temp.resolve("first"), 1);
    ModelFolder target = target("second");
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(target, Optional.of(first), settings(1, 0.1, 0)),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      trainer.save();
    }
    assertThat(target.weights()).hasSameBinaryContentAs(first.weights());
  }

  @Test
  void timesOfEachStepAreDrawnAnew() {
    int[] first = BatchMaker.times(1, 0, 64, 1000);
    int[] second = BatchMaker.times(1, 1, 64, 1000);
    assertThat(Arrays.stream(first).distinct().toArray()).hasSizeGreaterThan(50);
    // Two draws from 1000 values agree at 64 places or fewer about 4 times among 64 × 64 pairs.
    long shared =
        IntStream.of(second).filter(t -> Arrays.stream(first).anyMatch(f -> f == t)).count();
    assertThat(shared).isLessThan(16);
    assertThat(BatchMaker.times(2, 0, 64, 1000)).isNotEqualTo(first);
    assertThat(IntStream.range(0, 100).flatMap(s -> Arrays.stream(BatchMaker.times(1, s, 64, 3))))
        .containsOnly(1, 2, 3);
  }

  /** With the numbers that draw the image, item i would always have t = i + 1. */
  @Test
  void theTimeOfAnImageDoesNotDependOnWhichItIs() {
    int images = 100;
    PatchSampler sampler = new PatchSampler(1, 8, 1);
    sampler.add(
        IJ.createImage("i", "8-bit ramp", 8, 8, images),
        RangeChoice.of("type"),
        (item, label) -> true);
    float[] patch = new float[64];
    long locked =
        IntStream.range(0, 1000)
            .filter(
                step -> sampler.read(step, patch, 0) == BatchMaker.times(1, step, 1, images)[0] - 1)
            .count();
    // 1000 draws of probability 1/100: 10 ± 3.
    assertThat(locked).isLessThan(30);
  }

  @Test
  void gradientsDoNotAccumulateOverSteps() throws Exception {
    // Adam's first steps have the length lr each, whatever the gradient; with one constant gradient
    // its moments stay at g and g², so that any sum of gradients would show in the second step.
    try (NDManager manager = Torch.get().newManager()) {
      NDArray weight = manager.create(new float[] {1, -2});
      weight.setRequiresGradient(true);
      Adam adam = adam(weight, 0);
      for (int step = 1; step <= 3; step++) {
        try (NDManager scope = manager.newSubManager();
            var collector = Torch.get().engine().newGradientCollector()) {
          NDArray slope = scope.create(new float[] {3, -5});
          collector.backward(slope.mul(weight).sum());
          try (NDArray gradient = weight.getGradient()) {
            assertThat(gradient.toFloatArray()).containsExactly(3, -5);
          }
          adam.step(0.1);
        }
        assertThat(weight.toFloatArray())
            .containsExactly(new float[] {1 - 0.1f * step, -2 + 0.1f * step}, within(1e-5f));
      }
    }
  }

  private static Adam adam(NDArray weight, double largestNorm) {
    return new Adam(
        List.of(weight), List.of(weight.zerosLike()), List.of(weight.zerosLike()), largestNorm, 0);
  }

  private Trainer trainer(int steps, double learningRate, TrainingData data) throws IOException {
    return new Trainer(
        new ModelTrainee(target("model"), Optional.empty(), settings(steps, learningRate, 0.9)),
        Optional.empty(),
        data,
        Torch.get());
  }

  private ModelFolder target(String name) {
    SchedulerConfig scheduler = SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.EPSILON);
    return new ModelFolder(temp.resolve(name), TinyModel.network(1), scheduler, ModelNotes.NONE);
  }

  private static TrainingSettings settings(int steps, double learningRate, double averaging) {
    return TrainingSettings.DEFAULT
        .withSteps(steps)
        .withBatch(8)
        .withOptimiser(new OptimiserSettings(learningRate, 0, 0, averaging))
        .withDropClass(0.3)
        .withSeed(5);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}

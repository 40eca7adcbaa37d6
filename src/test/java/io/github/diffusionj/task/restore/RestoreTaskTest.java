package io.github.diffusionj.task.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.noise.SyntheticScene;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.source.ImageItems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  /** The model that comes with the plugin. */
  private static final Path NUCLEI = Path.of("sample-models", "nuclei-64");

  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();
  private static final int SIZE = 96;

  @TempDir static Path folder;
  private static Path noiseless;
  private static Path tiny;

  @BeforeAll
  static void writeModels() throws IOException {
    noiseless = SilentModel.create(folder.resolve("silent"), 1000, Prediction.EPSILON).path();
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
  }

  private static NoiseChoice gaussian(double sigma) {
    return new NoiseChoice(Transform.NONE, OptionalDouble.of(sigma), UNKNOWN, UNKNOWN);
  }

  private static RestoreOptions options(Path model, NoiseChoice noise) {
    return new RestoreOptions(
        model,
        noise,
        OptionalInt.empty(),
        1,
        Uncertainty.NONE,
        1,
        RangeChoice.AUTO,
        OutputType.SOURCE);
  }

  private static RestoreOptions samples(Path model, Uncertainty uncertainty) {
    return samples(model, 20, uncertainty);
  }

  private static RestoreOptions samples(Path model, double sigma, Uncertainty uncertainty) {
    return new RestoreOptions(
        model,
        gaussian(sigma),
        OptionalInt.of(3),
        4,
        uncertainty,
        1,
        RangeChoice.AUTO,
        OutputType.SOURCE);
  }

  private static ImagePlus restored(ImagePlus image, RestoreOptions options) throws IOException {
    return new RestoreTask(options, MODELS, false).run(image, Progress.NONE).image();
  }

  private static ImagePlus image(float[] plane) {
    return new ImagePlus("noisy", new FloatProcessor(SIZE, SIZE, plane));
  }

  /** Where the network sees no noise, x̂_0 = x_t/√ᾱ: what went in has to come out. */
  @ParameterizedTest
  @EnumSource
  void everyKindOfImageComesBackAsItWasFromAModelThatSeesNoNoise(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    ImagePlus result = restored(image, options(noiseless, gaussian(9)));
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    assertThat(result.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    ImageItems before = ImageItems.of(image, 1);
    ImageItems after = ImageItems.of(result, 1);
    for (int item = 0; item < before.count(); item++) {
      assertThat(after.read(item)).containsExactly(before.read(item), within(0.02f));
    }
  }

  @Test
  void theWindowOfALargeImageIsRecorded() throws IOException {
    float[] clean = SyntheticScene.clean(520, 512, 20, 220);
    ImagePlus image = new ImagePlus("large", new FloatProcessor(520, 512, clean));
    ImagePlus result = restored(image, options(noiseless, gaussian(9)));
    assertThat(Provenance.of(result).orElseThrow().get(ProvenanceKey.WINDOW)).hasValue("512");
    float[] after = (float[]) result.getProcessor().getPixels();
    assertThat(after).containsExactly(clean, within(0.02f));
    ImagePlus black = new ImagePlus("black", new FloatProcessor(520, 512));
    NoiseChoice unknown = new NoiseChoice(Transform.NONE, UNKNOWN, UNKNOWN, UNKNOWN);
    ImagePlus left = restored(black, options(noiseless, unknown)); // the network is not asked
    assertThat(Provenance.of(left).orElseThrow().get(ProvenanceKey.WINDOW)).isEmpty();
  }

  @Test
  void theResultRecordsWhatWasTakenForTheNoise() throws IOException {
    ImagePlus result = restored(Kind.COMPOSITE8.open(), options(noiseless, gaussian(9)));
    Provenance record = Provenance.of(result).orElseThrow();
    assertThat(record.get(ProvenanceKey.NOISE)).hasValue("sigma 9.000; sigma 9.000; sigma 9.000");
    assertThat(record.t()).hasValue(0);
    assertThat(record.steps()).hasValue(1);
    assertThat(record.get(ProvenanceKey.WINDOW)).isEmpty();
  }

  @Test
  void residualAndResultAddUpToTheImage() throws IOException {
    float[] noisy = SyntheticScene.gaussian(SyntheticScene.clean(SIZE, SIZE, 20, 220), 20, 1);
    Restored restored =
        new RestoreTask(options(tiny, gaussian(20)), MODELS, true).run(image(noisy), Progress.NONE);
    float[] clean = (float[]) restored.image().getProcessor().getPixels();
    float[] residual = (float[]) restored.residual().orElseThrow().getProcessor().getPixels();
    for (int i = 0; i < noisy.length; i++) {
      assertThat(clean[i] + residual[i]).isCloseTo(noisy[i], within(1e-3f));
    }
  }

  @Test
  void theResidualOfSamplesIsWhatTheirMeanLeaves() throws IOException {
    ImagePlus image = Kind.GREY8.open();
    Restored restored =
        new RestoreTask(samples(tiny, Uncertainty.QUANTILES), MODELS, true)
            .run(image, Progress.NONE);
    float[] mean = (float[]) restored.image().getStack().getPixels(1);
    float[] residual = (float[]) restored.residual().orElseThrow().getProcessor().getPixels();
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i] + residual[i]).isCloseTo(image.getProcessor().getf(i), within(1e-3f));
    }
  }

  private static double error(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  @Test
  void theBundledModelTakesMostOfTheNoiseAwayWithTheNoiseEstimated() throws IOException {
    float[] clean = SyntheticScene.clean(SIZE, SIZE, 20, 220);
    float[] noisy = SyntheticScene.gaussian(clean, 25, 1);
    NoiseChoice estimated = new NoiseChoice(Transform.NONE, UNKNOWN, UNKNOWN, UNKNOWN);
    ImagePlus result = restored(image(noisy), options(NUCLEI, estimated));
    assertThat(error((float[]) result.getProcessor().getPixels(), clean)).isLessThan(25 / 2.5);
  }

  /** A disc of 15 photons a pixel on a ground of 0.4, of whose noise four tenths would stay. */
  @Test
  void whereThereAreFewPhotonsTheirNoiseIsTakenAwayToo() throws IOException {
    float[] clean = new float[SIZE * SIZE];
    for (int i = 0; i < clean.length; i++) {
      double distance = Math.hypot(i % SIZE - SIZE / 2.0, (double) (i / SIZE) - SIZE / 2.0);
      clean[i] = (float) (1.6 + 60 / (1 + Math.exp(distance - 12)));
    }
    float[] noisy = SyntheticScene.camera(clean, 4, 0, 0, 5);
    NoiseChoice photons =
        new NoiseChoice(Transform.ANSCOMBE, OptionalDouble.of(0), OptionalDouble.of(4), UNKNOWN);
    float[] result =
        (float[]) restored(image(noisy), options(NUCLEI, photons)).getProcessor().getPixels();
    assertThat(error(result, clean)).isLessThan(error(noisy, clean) / 3.5);
  }

  /** Two halves of one grey value each, whose means are looked at away from the edge. */
  @ParameterizedTest
  @CsvSource({"NONE, 60, 180", "ANSCOMBE, 40, 150", "ANSCOMBE, 106, 400"})
  void theMeanOverAUniformAreaChangesByLessThanOnePercent(
      Transform transform, float left, float right) throws IOException {
    float[] clean = new float[SIZE * SIZE];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = i % SIZE < SIZE / 2 ? left : right;
    }
    boolean camera = transform == Transform.ANSCOMBE;
    float[] noisy =
        camera
            ? SyntheticScene.camera(clean, 1.5, 10, 2, 7)
            : SyntheticScene.gaussian(clean, 15, 7);
    NoiseChoice noise =
        camera
            ? new NoiseChoice(
                transform, OptionalDouble.of(2), OptionalDouble.of(1.5), OptionalDouble.of(10))
            : gaussian(15);
    float[] result =
        (float[]) restored(image(noisy), options(NUCLEI, noise)).getProcessor().getPixels();
    for (int start : new int[] {4, SIZE / 2 + 4}) {
      double before = mean(noisy, start);
      assertThat(mean(result, start)).isCloseTo(before, Percentage.withPercentage(1));
    }
  }

  /** Rounding to whole numbers takes up to half of one away, much of a dark ground. */
  @ParameterizedTest
  @ValueSource(floats = {3.3f, 12.4f, 40.4f})
  void theMeanOfADark8BitImageIsKeptInAFloat32Result(float ground) throws IOException {
    float[] clean = new float[SIZE * SIZE];
    Arrays.fill(clean, ground);
    float[] noisy = SyntheticScene.camera(clean, 1, 0, 0, 7);
    ImagePlus image = image(noisy);
    image.setProcessor(image.getProcessor().convertToByte(false));
    NoiseChoice noise =
        new NoiseChoice(Transform.ANSCOMBE, OptionalDouble.of(0), OptionalDouble.of(1), UNKNOWN);
    RestoreOptions options =
        new RestoreOptions(
            NUCLEI,
            noise,
            OptionalInt.empty(),
            1,
            Uncertainty.NONE,
            1,
            RangeChoice.AUTO,
            OutputType.FLOAT32);
    ImagePlus restored = restored(image, options);
    float[] result = (float[]) restored.getProcessor().getPixels();
    assertThat(mean(result, 4)).isCloseTo(mean(noisy, 4), Percentage.withPercentage(1));
    assertThat(ImageItems.of(restored, 1).originalType()) // the next command rounds nothing either
        .isEqualTo(PixelType.FLOAT32);
  }

  private static double mean(float[] plane, int start) {
    double sum = 0;
    int count = 0;
    for (int y = 4; y < SIZE - 4; y++) {
      for (int x = start; x < start + SIZE / 2 - 8; x++) {
        sum += plane[y * SIZE + x];
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void samplesHaveAMeanASpreadAndQuantilesAsChannels() throws IOException {
    ImagePlus result = restored(Kind.GREY8.open(), samples(tiny, Uncertainty.QUANTILES));
    assertThat(result.getNChannels()).isEqualTo(5);
    assertThat(result.getBitDepth()).isEqualTo(32);
    assertThat(result.getStack().getSliceLabel(2)).isEqualTo("standard deviation");
    float[] spread = (float[]) result.getStack().getPixels(2);
    float[] low = (float[]) result.getStack().getPixels(3);
    float[] high = (float[]) result.getStack().getPixels(5);
    for (int i = 0; i < spread.length; i++) {
      assertThat(spread[i]).isPositive();
      assertThat(low[i]).isLessThan(high[i]);
    }
  }

  @Test
  void everyChannelOfAHyperstackHasItsMeanAndDeviation() throws IOException {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    ImagePlus result = restored(image, samples(tiny, 5000, Uncertainty.DEVIATION));
    assertThat(result.getNChannels()).isEqualTo(2 * image.getNChannels());
    assertThat(result.getNSlices()).isEqualTo(image.getNSlices());
    assertThat(result.getNFrames()).isEqualTo(image.getNFrames());
    ImagePlus mean = restored(image, samples(tiny, 5000, Uncertainty.NONE));
    float[] first = (float[]) result.getStack().getPixels(result.getStackIndex(3, 2, 4));
    float[] alone = ImageItems.of(mean, 1).read(image.getStackIndex(2, 2, 4) - 1);
    for (int i = 0; i < alone.length; i++) {
      float rounded = Math.max(0, Math.min(65535, first[i]));
      assertThat(alone[i]).isCloseTo(rounded, within(0.51f));
    }
  }

  /** From t below 2 there is one step, in which samples cannot come apart. */
  @Test
  void samplesOfHardlyAnyNoiseAreRefused() {
    RestoreOptions weak =
        new RestoreOptions(
            tiny,
            gaussian(0.2),
            OptionalInt.empty(),
            4,
            Uncertainty.DEVIATION,
            1,
            RangeChoice.of(RangeChoice.Mode.TYPE),
            OutputType.SOURCE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> restored(Kind.GREY8.open(), weak))
        .withMessageMatching(
            "The noise is too weak for this model to draw samples from: it lies at t = 1\\.[0-9],"
                + " and samples need 2 or more; samples must be 1\\.");
  }

  @Test
  void theSameSeedGivesTheSameSamples() throws IOException {
    RestoreOptions options = samples(tiny, Uncertainty.DEVIATION);
    float[] once = (float[]) restored(Kind.GREY8.open(), options).getStack().getPixels(2);
    float[] again = (float[]) restored(Kind.GREY8.open(), options).getStack().getPixels(2);
    assertThat(again).isEqualTo(once);
  }

  @Test
  void anImageWithoutNoiseIsLeftAlone() throws IOException {
    ImagePlus flat = image(new float[SIZE * SIZE]);
    NoiseChoice estimated = new NoiseChoice(Transform.NONE, UNKNOWN, UNKNOWN, UNKNOWN);
    ImagePlus result = restored(flat, options(tiny, estimated));
    assertThat((float[]) result.getProcessor().getPixels()).containsOnly(0f);
  }

  @Test
  void aSliceIsReadOnceHoweverManySamplesAreDrawn() throws IOException {
    assertThat(reads(options(tiny, gaussian(20)))).containsOnly(1);
    assertThat(reads(samples(tiny, Uncertainty.QUANTILES))).containsOnly(1);
  }

  /** How often the pixels of each slice of a virtual stack are read. */
  private static int[] reads(RestoreOptions options) throws IOException {
    int[] reads = new int[3];
    ByteProcessor slice = new ByteProcessor(16, 12);
    VirtualStack counting =
        new VirtualStack(16, 12, reads.length) {
          @Override
          public Object getPixels(int number) {
            reads[number - 1]++;
            return slice.getPixels();
          }

          @Override
          public ImageProcessor getProcessor(int number) {
            return slice;
          }
        };
    restored(new ImagePlus("virtual", counting), options);
    return reads;
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gaussian(0))
        .withMessage("sigma must be above 0, but is 0.0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoiseChoice(Transform.NONE, UNKNOWN, OptionalDouble.of(2), UNKNOWN))
        .withMessage("gain and offset need transform=anscombe, but transform is none.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new NoiseChoice(Transform.ANSCOMBE, UNKNOWN, UNKNOWN, OptionalDouble.of(2)))
        .withMessageStartingWith("offset needs sigma");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RestoreOptions(
                    tiny,
                    gaussian(1),
                    OptionalInt.empty(),
                    1,
                    Uncertainty.DEVIATION,
                    1,
                    RangeChoice.AUTO,
                    OutputType.SOURCE))
        .withMessage("uncertainty=deviation needs at least 2 samples, but samples is 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> restored(Kind.GREY8.open(), options(tiny, gaussian(1e6))))
        .withMessageStartingWith("The noise must be at most 78.");
  }
}

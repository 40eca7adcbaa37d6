package io.github.diffusionj.task.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ShortProcessor;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.noise.OutlierTreatment;
import io.github.diffusionj.image.noise.SyntheticScene;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.task.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no image must not spoil what is: hot pixels, empty frames, missing parts. */
class DefectsTest {

  private static final Path NUCLEI = Path.of("sample-models", "nuclei-64");
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();
  private static final int SIZE = 128;
  private static final int SIGMA = 60;
  private static final float[] CLEAN = SyntheticScene.clean(SIZE, SIZE, 300, 1300);

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private final Notes notes = new Notes();

  private static short[] noisy(long seed) {
    float[] noisy = SyntheticScene.gaussian(CLEAN, SIGMA, seed);
    short[] pixels = new short[noisy.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) Math.round(Math.max(0, noisy[i]));
    }
    return pixels;
  }

  private static ImagePlus image(short[]... planes) {
    ImageStack stack = new ImageStack(SIZE, SIZE);
    for (short[] plane : planes) {
      stack.addSlice(new ShortProcessor(SIZE, SIZE, plane, null));
    }
    return new ImagePlus("noisy", stack);
  }

  private static RestoreOptions options(
      OptionalDouble sigma, RangeChoice range, OutlierTreatment outliers) {
    return new RestoreOptions(
        NUCLEI,
        new NoiseChoice(Transform.NONE, sigma, UNKNOWN, UNKNOWN),
        OptionalInt.empty(),
        1,
        Uncertainty.NONE,
        1,
        range,
        OutputType.SOURCE,
        outliers);
  }

  private ImagePlus restored(ImagePlus image) throws IOException {
    return restored(image, options(UNKNOWN, RangeChoice.AUTO, OutlierTreatment.KEEP));
  }

  private ImagePlus restored(ImagePlus image, RestoreOptions options) throws IOException {
    return new RestoreTask(options, MODELS, false).run(image, notes).image();
  }

  /** Root mean square over some pixels of a slice. */
  private static double error(ImagePlus result, int slice, IntPredicate counts) {
    short[] pixels = (short[]) result.getStack().getPixels(slice);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (counts.test(i)) {
        double difference = (pixels[i] & 0xffff) - CLEAN[i];
        sum += difference * difference;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  private static int hot(int k) {
    return (7 + 17 * k % 113) * SIZE + 5 + 29 * k % 117;
  }

  @ParameterizedTest
  @CsvSource({"1, false", "20, false", "1, true", "20, true"})
  void hotPixelsSpoilNothingAndStay(int number, boolean told) throws IOException {
    RestoreOptions options =
        told
            ? options(OptionalDouble.of(SIGMA), RangeChoice.of("300..1300"), OutlierTreatment.KEEP)
            : options(UNKNOWN, RangeChoice.AUTO, OutlierTreatment.KEEP);
    double without = error(restored(image(noisy(1)), options), 1, i -> true);
    assertThat(notes.sentences()).isEmpty();
    short[] pixels = noisy(1);
    List<Integer> hot = new ArrayList<>();
    for (int k = 0; k < number; k++) {
      hot.add(hot(k));
      pixels[hot(k)] = (short) 65_535;
    }
    ImagePlus result = restored(image(pixels), options);
    double with = error(result, 1, i -> !hot.contains(i));
    assertThat(with).isLessThan(1.03 * without);
    for (int i : hot) {
      assertThat(result.getProcessor().get(i)).isEqualTo(65_535);
    }
    assertThat(notes.sentences())
        .containsExactly(
            "Pixels of 'noisy' that are hot or hit by cosmic rays: "
                + number
                + ", far outside of the range of intensities. The network did not see them, and"
                + " they were kept as they are (outliers=remove replaces them).");
  }

  @Test
  void hotPixelsAreReplacedIfTheUserAsks() throws IOException {
    short[] pixels = noisy(1);
    pixels[hot(1)] = (short) 65_535;
    ImagePlus result =
        restored(image(pixels), options(UNKNOWN, RangeChoice.AUTO, OutlierTreatment.REMOVE));
    assertThat(error(result, 1, i -> i == hot(1))).isLessThan(2 * SIGMA);
    assertThat(notes.sentences().toString())
        .contains("noisy")
        .contains(": 1,")
        .contains("were replaced.");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 11})
  void emptyFramesChangeNothingForTheOthersAndStayEmpty(int empty) throws IOException {
    short[][] frames = new short[20][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = i % 20 < 20 - empty ? noisy(i + 1) : new short[SIZE * SIZE];
    }
    double alone = error(restored(image(noisy(1))), 1, i -> true);
    ImagePlus result = restored(image(frames));
    double error = error(result, 1, i -> true);
    assertThat(error).isLessThan(1.05 * alone);
    assertThat((short[]) result.getStack().getPixels(20)).containsOnly(0);
  }

  @Test
  void theMissingPartOfAMosaicSpoilsNothingAndStays() throws IOException {
    double whole = error(restored(image(noisy(1))), 1, i -> i % SIZE < 50);
    short[] pixels = noisy(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % SIZE < 55 ? pixels[i] : 0;
    }
    ImagePlus result = restored(image(pixels));
    double error = error(result, 1, i -> i % SIZE < 50);
    assertThat(error).isLessThan(1.15 * whole);
    short[] after = (short[]) result.getProcessor().getPixels();
    for (int i = 0; i < after.length; i++) {
      assertThat(i % SIZE < 55 || after[i] == 0).isTrue();
    }
  }

  @Test
  void noiseThatCannotBeFoundIsAskedFor() {
    ImagePlus line = new ImagePlus("line", new ShortProcessor(64, 1, new short[64], null));
    line.getProcessor().set(3, 0, 9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> restored(line))
        .withMessage(
            "'line' has no noise that can be found in fewer than 3 × 3 pixels; give sigma, its"
                + " standard deviation in grey levels.");
  }

  @Test
  void anImageOfOneValueIsSaidToBeLeftAsItIs() throws IOException {
    assertThat(error(restored(image(new short[SIZE * SIZE])), 1, i -> true)).isPositive();
    assertThat(notes.sentences())
        .containsExactly("'noisy' is of one value, which is left as it is.");
  }
}

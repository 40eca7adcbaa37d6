package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InpaintTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final SamplerOptions SAMPLER =
      new SamplerOptions(
          SamplerKind.DDIM,
          OptionalInt.of(3),
          TimestepSpacing.TRAILING,
          0.85,
          Optional.of(false),
          1);

  @TempDir static Path folder;
  private static Path tiny;

  @BeforeAll
  static void writeModel() throws IOException {
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
  }

  private static ImagePlus inpainted(ImagePlus image) throws IOException {
    return inpainted(image, tiny);
  }

  private static ImagePlus inpainted(ImagePlus image, Path model) throws IOException {
    return new InpaintTask(
            new InpaintOptions(model, SAMPLER, InpaintMethod.DDNM, RangeChoice.AUTO), MODELS)
        .run(image, Progress.NONE);
  }

  /** Whether exactly the pixels in the selection may differ; and the number that do. */
  private static int changedInside(ImagePlus before, ImagePlus after, Roi selection) {
    int changed = 0;
    for (int slice = 1; slice <= before.getStackSize(); slice++) {
      ImageProcessor was = before.getStack().getProcessor(slice);
      ImageProcessor is = after.getStack().getProcessor(slice);
      for (int y = 0; y < was.getHeight(); y++) {
        for (int x = 0; x < was.getWidth(); x++) {
          if (selection.contains(x, y)) {
            changed += was.get(x, y) == is.get(x, y) ? 0 : 1;
          } else {
            assertThat(is.get(x, y)).as("slice %d, (%d, %d)", slice, x, y).isEqualTo(was.get(x, y));
          }
        }
      }
    }
    return changed;
  }

  @ParameterizedTest
  @EnumSource
  void everyPixelOutsideTheSelectionIsTheOriginals(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    Roi selection = new Roi(2, 1, 3, 2);
    image.setRoi(selection);
    ImagePlus result = inpainted(image);
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    assertThat(result.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    int pixels = 6 * image.getStackSize();
    assertThat(changedInside(image, result, selection)).isBetween(pixels / 2, pixels);
  }

  @Test
  void aCompositeSelectionWithAHoleThatTouchesTheBorderIsFilledExactly() throws IOException {
    ImagePlus image = Pixels.random(33, 27, 1, 100, 20);
    Roi selection =
        new ShapeRoi(new Roi(-5, -5, 20, 16))
            .not(new ShapeRoi(new OvalRoi(3, 3, 6, 5)))
            .or(new ShapeRoi(new OvalRoi(20, 15, 20, 20)));
    image.setRoi(selection);
    assertThat(changedInside(image, inpainted(image), selection)).isGreaterThan(200);
    assertThat(selection.contains(5, 5)).isFalse();
  }

  @Test
  void theNetworkSeesTheSelectionWithTheModelsSampleSizeAround() throws IOException {
    ImagePlus image = Pixels.random(90, 80, 1, 100, 20);
    image.setRoi(new Roi(40, 30, 5, 4));
    Roi seen = new Roi(40 - 16, 30 - 16, 5 + 32, 4 + 32);
    ImagePlus part = new ImagePlus("part", crop(image, seen));
    part.setRoi(new Roi(16, 16, 5, 4));
    RangeChoice range = RangeChoice.of(0, 200);
    InpaintTask task =
        new InpaintTask(new InpaintOptions(tiny, SAMPLER, InpaintMethod.DDNM, range), MODELS);
    ImageProcessor ofWhole = crop(task.run(image, Progress.NONE), seen);
    ImageProcessor ofPart = task.run(part, Progress.NONE).getProcessor();
    assertThat((float[]) ofWhole.getPixels()).containsExactly((float[]) ofPart.getPixels());
  }

  private static ImageProcessor crop(ImagePlus image, Roi roi) {
    ImageProcessor processor = image.getProcessor().duplicate();
    processor.setRoi(roi);
    return processor.crop();
  }

  @Test
  void whatTheNetworkDoesDependsOnThePixelsAround() throws IOException {
    ImagePlus image = Pixels.random(20, 20, 1, 100, 20);
    image.setRoi(new Roi(8, 8, 4, 4));
    float before = inpainted(image).getProcessor().getf(9, 9);
    image.getProcessor().setf(6, 9, 150);
    assertThat(inpainted(image).getProcessor().getf(9, 9)).isNotEqualTo(before);
  }

  @Test
  void aModelOfGreyImagesAloneFillsWithTheMiddleOfTheRange() throws IOException {
    Path grey = SilentModel.create(folder.resolve("grey"), 1000, Prediction.SAMPLE).path();
    ImagePlus image = Kind.GREY8_STACK.open();
    image.setRoi(new Roi(1, 1, 3, 2));
    ImagePlus result = inpainted(image, grey);
    for (int slice = 1; slice <= 4; slice++) {
      assertThat(result.getStack().getProcessor(slice).get(2, 2)).isEqualTo(128);
    }
  }

  @Test
  void slicesAreFilledWithNoiseOfTheirOwn() throws IOException {
    ImagePlus image = Pixels.constant(16, 16, 2, 10);
    image.getProcessor().setf(0, 0, 20); // or there would be no range
    image.setRoi(new Roi(4, 4, 8, 8));
    ImagePlus result = inpainted(image);
    assertThat(Pixels.of(result, 1)[6 * 16 + 6]).isNotEqualTo(Pixels.of(result, 2)[6 * 16 + 6]);
    assertThat(Pixels.same(result, inpainted(image))).isTrue();
  }

  @Test
  void theResultRecordsHowItWasMade() throws IOException {
    ImagePlus image = Kind.GREY16.open();
    image.setRoi(new Roi(1, 1, 3, 2));
    Provenance record = Provenance.of(inpainted(image)).orElseThrow();
    assertThat(record.get(ProvenanceKey.COMMAND)).hasValue("Diffusion Inpaint");
    assertThat(record.get(ProvenanceKey.ETA)).hasValue("0.85");
    assertThat(record.steps()).hasValue(3);
    assertThat(record.ranges().orElseThrow().of(0).high()).isEqualTo(65535);
  }

  @Test
  void anImageWithoutAnAreaSelectionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inpainted(Kind.GREY8.open()))
        .withMessage("Inpaint needs an area selection, but '8-bit' has no selection.");
  }

  @Test
  void escLeavesImageAndSelectionAsTheyWere() {
    ImagePlus image = Kind.RGB_STACK.open();
    Roi selection = new Roi(1, 1, 3, 2);
    image.setRoi(selection);
    Object[] before = Pixels.copy(image);
    InpaintTask task =
        new InpaintTask(
            new InpaintOptions(tiny, SAMPLER, InpaintMethod.DDNM, RangeChoice.AUTO), MODELS);
    assertThatThrownBy(() -> task.run(image, new StopAfter(1)))
        .isInstanceOf(CancelledException.class);
    assertThat(Pixels.copy(image)).isEqualTo(before);
    assertThat(image.getRoi()).isSameAs(selection);
  }
}

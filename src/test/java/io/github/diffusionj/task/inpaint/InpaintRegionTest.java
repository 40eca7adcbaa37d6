package io.github.diffusionj.task.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.region.RegionSource;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions that are not the same in every slice. */
class InpaintRegionTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final float CLOSE = 1e-2f;

  @TempDir static Path folder;
  private static Path tiny;
  private static Path pair;

  @BeforeAll
  static void writeModels() throws IOException {
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
    pair = TinyModel.create(folder.resolve("pair"), 2).path();
  }

  private static InpaintTask task(Path model, int samples) {
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.DDIM,
            OptionalInt.of(3),
            TimestepSpacing.TRAILING,
            0.85,
            Optional.of(samples == 1),
            1);
    return new InpaintTask(
        new InpaintOptions(
            model,
            sampler,
            GuidanceOptions.NONE,
            InpaintMethod.DDNM,
            OptionalInt.empty(),
            OptionalInt.empty(),
            samples,
            0,
            RangeChoice.of(0, 200)),
        MODELS);
  }

  private static ImagePlus filled(ImagePlus image, RegionSource source) throws IOException {
    return task(tiny, 1).run(ImagePart.whole(image), source, Progress.NONE);
  }

  private static Roi at(int slice, Roi roi) {
    roi.setPosition(slice);
    return roi;
  }

  private static RegionSource rois(Roi... rois) {
    return RegionSource.rois(List.of(rois), "the ROI Manager");
  }

  /** The pixels of a slice that differ are in the ROI, and most of those do. */
  private static void changedIn(ImagePlus before, ImagePlus after, int slice, Roi roi) {
    ImageProcessor was = before.getStack().getProcessor(slice);
    ImageProcessor is = after.getStack().getProcessor(slice);
    int changed = 0;
    int inside = 0;
    for (int y = 0; y < was.getHeight(); y++) {
      for (int x = 0; x < was.getWidth(); x++) {
        boolean here = roi.contains(x, y);
        inside += here ? 1 : 0;
        changed += was.getf(x, y) == is.getf(x, y) ? 0 : 1;
        assertThat(here || was.getf(x, y) == is.getf(x, y)).as("(%d, %d)", x, y).isTrue();
      }
    }
    assertThat(changed).isBetween(inside / 2, inside);
  }

  @Test
  void eachRoiIsFilledInItsOwnSliceAlone() throws IOException {
    ImagePlus image = Pixels.random(30, 26, 4, 100, 20);
    Roi second = at(2, new OvalRoi(4, 5, 9, 7));
    Roi fourth = at(4, new Roi(15, 12, 6, 6));
    ImagePlus result = filled(image, rois(second, fourth));
    changedIn(image, result, 2, second);
    changedIn(image, result, 4, fourth);
    assertThat(Pixels.of(result, 1)).containsExactly(Pixels.of(image, 1));
    assertThat(Pixels.of(result, 3)).containsExactly(Pixels.of(image, 3));
  }

  @Test
  void aSliceWithNothingToFillIsNotEvenReadSoThatTheNetworkCannotSeeIt() throws IOException {
    ImagePlus image = Pixels.random(20, 20, 3, 100, 20);
    Pixels.of(image, 1)[7] = Float.NaN; // would be refused
    ImagePlus result = filled(image, rois(at(3, new Roi(5, 5, 6, 6))));
    assertThat(Pixels.of(result, 1)).containsExactly(Pixels.of(image, 1));
    changedIn(image, result, 3, new Roi(5, 5, 6, 6));
  }

  @Test
  void theNetworkGetsTheSlicesThatHaveSomethingToFill() throws IOException {
    ImagePlus image = Pixels.random(20, 20, 5, 100, 20);
    List<String> messages = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void report(double fraction, String message) {
            messages.add(message);
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    RegionSource source = rois(at(2, new Roi(5, 5, 6, 6)), at(4, new Roi(3, 3, 6, 6)));
    task(tiny, 1).run(ImagePart.whole(image), source, progress);
    assertThat(messages.stream().filter(message -> message.startsWith("Step 1 of")))
        .hasSize(2)
        .allMatch(message -> message.endsWith("image 1 to 1 of 1"));
  }

  @Test
  void whatASliceBecomesDoesNotDependOnTheOthers() throws IOException {
    ImagePlus image = Pixels.random(30, 26, 4, 100, 20);
    Roi everywhere = new OvalRoi(4, 5, 9, 7);
    Roi third = at(3, (Roi) everywhere.clone());
    Roi fourth = at(4, new Roi(15, 12, 6, 6));
    ImagePlus all = filled(image, rois(everywhere));
    ImagePlus some = filled(image, rois(third, fourth));
    assertThat(Pixels.of(some, 3)).containsExactly(Pixels.of(all, 3), within(CLOSE));
    image.setSlice(3);
    ImagePlus alone =
        task(tiny, 1).run(ItemChoice.of("current", 0).of(image), rois(everywhere), Progress.NONE);
    assertThat(Pixels.of(alone, 1)).containsExactly(Pixels.of(all, 3), within(CLOSE));
  }

  private static Offset<Float> within(float distance) {
    return Offset.offset(distance);
  }

  @Test
  void samplesOfASliceWithNothingToFillAreTheOriginalWithNoDeviation() throws IOException {
    ImagePlus image = Pixels.random(20, 20, 2, 100, 20);
    ImagePlus result =
        task(tiny, 2).run(ImagePart.whole(image), rois(at(2, new Roi(5, 5, 6, 6))), Progress.NONE);
    assertThat(result.getStackSize()).isEqualTo(8);
    assertThat(Pixels.of(result, 1)).containsExactly(Pixels.of(image, 1));
    assertThat(Pixels.of(result, 2)).containsOnly(0);
    assertThat(Pixels.of(result, 3)).containsExactly(Pixels.of(image, 1));
    assertThat(Pixels.of(result, 4)).containsExactly(Pixels.of(image, 1));
    assertThat(Pixels.of(result, 6)[7 * 20 + 7]).isPositive();
  }

  @Test
  void oneChannelIsFilledAsItIsInTheWholeImage() throws IOException {
    ImagePlus image = hyperstack();
    image.setRoi(new Roi(5, 5, 6, 6));
    ImagePlus whole = task(tiny, 1).run(image, Progress.NONE);
    ImagePlus second =
        task(tiny, 1).run(ItemChoice.of("2", 2).of(image), RegionSource.SELECTION, Progress.NONE);
    assertThat(second.getDimensions()).containsExactly(20, 16, 1, 1, 1);
    ImageProcessor expected = whole.getStack().getProcessor(whole.getStackIndex(2, 2, 1));
    for (int i = 0; i < expected.getPixelCount(); i++) {
      assertThat(second.getProcessor().getf(i)).isCloseTo(expected.getf(i), within(CLOSE));
    }
  }

  private static ImagePlus hyperstack() {
    ImagePlus random = Pixels.random(20, 16, 6, 100, 20);
    random.setDimensions(2, 3, 1);
    return new CompositeImage(random, IJ.COMPOSITE);
  }

  @Test
  void aModelOfSeveralChannelsFillsThemTogether() throws IOException {
    ImagePlus image = hyperstack();
    Roi roi = new Roi(5, 5, 6, 6);
    roi.setPosition(1, 2, 0);
    image.setOverlay(new Overlay(roi));
    ImagePlus result =
        task(pair, 1).run(ImagePart.whole(image), RegionSource.OVERLAY, Progress.NONE);
    changedIn(image, result, 3, roi);
    changedIn(image, result, 4, roi);
    for (int slice : new int[] {1, 2, 5, 6}) {
      assertThat(Pixels.of(result, slice)).containsExactly(Pixels.of(image, slice));
    }
    assertThat(image.getOverlay().get(0)).isSameAs(roi);
    assertThat(roi.getZPosition()).isEqualTo(2);
  }
}

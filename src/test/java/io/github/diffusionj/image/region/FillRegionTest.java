package io.github.diffusionj.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.EllipseRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FillRegionTest {

  private static ImagePlus image(Roi roi) {
    ImagePlus image = new ImagePlus("cell", new ByteProcessor(20, 12));
    image.setRoi(roi);
    return image;
  }

  private static float[] selected(ImagePlus image) {
    FillRegion region = RegionSource.SELECTION.of(ImagePart.whole(image));
    return region.mask(region.areas(List.of(1)));
  }

  private static double sum(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      assertThat(value).isIn(0f, 1f);
      sum += value;
    }
    return sum;
  }

  @Test
  void aRectangleIsOneInsideAndZeroOutside() {
    float[] mask = selected(image(new Roi(3, 2, 5, 4)));

    assertThat(sum(mask)).isEqualTo(20);
    assertThat(mask[2 * 20 + 3]).isEqualTo(1);
    assertThat(mask[5 * 20 + 7]).isEqualTo(1);
    assertThat(mask[2 * 20 + 2]).isZero();
    assertThat(mask[6 * 20 + 7]).isZero();
  }

  static List<Roi> areas() {
    Roi rounded = new Roi(2, 1, 10, 8);
    rounded.setCornerDiameter(6);
    ShapeRoi two = new ShapeRoi(new Roi(1, 1, 4, 4)).or(new ShapeRoi(new OvalRoi(9, 2, 8, 8)));
    return List.of(
        new OvalRoi(3, 1, 9, 8),
        new OvalRoi(-4, -4, 12, 12),
        new Roi(15, 8, 30, 30),
        new EllipseRoi(2, 2, 17, 9, 0.5),
        new PolygonRoi(new float[] {1, 18, 9}, new float[] {1, 3, 11}, Roi.POLYGON),
        rounded,
        two);
  }

  @ParameterizedTest
  @MethodSource("areas")
  void everyAreaSelectionIsWhatImageJFillsInIt(Roi roi) {
    ImagePlus image = image(roi);
    float[] mask = selected(image);

    ByteProcessor filled = new ByteProcessor(20, 12);
    filled.setValue(1);
    filled.fill(roi);
    for (int i = 0; i < mask.length; i++) {
      assertThat(mask[i]).as("pixel " + i % 20 + ", " + i / 20).isEqualTo(filled.get(i));
    }
    assertThat(sum(mask)).isPositive();
  }

  @Test
  void aHoleStaysOutside() {
    ShapeRoi ring = new ShapeRoi(new Roi(2, 2, 8, 8)).not(new ShapeRoi(new Roi(4, 4, 3, 3)));
    float[] mask = selected(image(ring));

    assertThat(sum(mask)).isEqualTo(64 - 9);
    assertThat(mask[5 * 20 + 5]).isZero();
    assertThat(mask[3 * 20 + 3]).isEqualTo(1);
  }

  static Stream<Roi> notAreas() {
    return Stream.of(new Line(1, 1, 9, 9), new PointRoi(3, 3));
  }

  @ParameterizedTest
  @MethodSource("notAreas")
  void linesAndPointsAreRefused(Roi roi) {
    assertThatThrownBy(() -> selected(image(roi)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Inpaint needs an area selection, but 'cell' has one of type ");
  }

  @Test
  void noSelectionIsRefused() {
    assertThatThrownBy(() -> selected(image(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Inpaint needs an area selection, but 'cell' has no selection.");
  }

  @Test
  void aSelectionBesideTheImageIsRefused() {
    assertThatThrownBy(() -> selected(image(new Roi(50, 50, 4, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Inpaint needs a region with at least one pixel in it, but the selection contains no"
                + " pixel of 'cell'.");
  }

  @Test
  void aSelectionOfTheWholeImageIsRefused() {
    assertThatThrownBy(() -> selected(image(new Roi(-5, -5, 100, 100))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Inpaint needs some pixels that it leaves as they are, but the selection covers all of"
                + " 'cell'.");
  }

  private static ImagePlus hyperstack() {
    return IJ.createHyperStack("cells", 20, 12, 2, 3, 4, 8);
  }

  private static Roi roi(int x, int channel, int z, int t) {
    Roi roi = new Roi(x, 2, 3, 3);
    roi.setPosition(channel, z, t);
    return roi;
  }

  /** Which of some ROIs at x = 0, 4, 8… a slice has. */
  private static List<Integer> at(RegionSource source, ImagePlus image, int slice) {
    FillRegion region = source.of(ImagePart.whole(image));
    float[] mask = region.mask(region.areas(List.of(slice)));
    return IntStream.range(0, 5).filter(i -> mask[3 * 20 + 4 * i + 1] == 1).boxed().toList();
  }

  @Test
  void roisWithAPlaceAreMeantThereAlone() {
    ImagePlus image = hyperstack();
    List<Roi> rois = List.of(roi(0, 2, 0, 0), roi(4, 0, 3, 0), roi(8, 1, 2, 4), roi(12, 0, 0, 0));
    RegionSource source = RegionSource.rois(rois, "the ROI Manager");
    assertThat(at(source, image, image.getStackIndex(1, 1, 1))).containsExactly(3);
    assertThat(at(source, image, image.getStackIndex(2, 1, 1))).containsExactly(0, 3);
    assertThat(at(source, image, image.getStackIndex(1, 3, 2))).containsExactly(1, 3);
    assertThat(at(source, image, image.getStackIndex(2, 3, 2))).containsExactly(0, 1, 3);
    assertThat(at(source, image, image.getStackIndex(1, 2, 4))).containsExactly(2, 3);
    assertThat(at(source, image, image.getStackIndex(1, 2, 3))).containsExactly(3);
  }

  @Test
  void theOverlayOfAPlainStackIsReadByItsPositions() {
    ImagePlus image = IJ.createImage("stack", 20, 12, 3, 8);
    Roi second = new Roi(4, 2, 3, 3);
    second.setPosition(2);
    image.setOverlay(new Overlay(second));
    image.getOverlay().add(roi(8, 0, 3, 0));
    assertThat(at(RegionSource.OVERLAY, image, 1)).isEmpty();
    assertThat(at(RegionSource.OVERLAY, image, 2)).containsExactly(1);
    assertThat(at(RegionSource.OVERLAY, image, 3)).containsExactly(2);
  }

  @Test
  void slicesTogetherHaveAllTheirAreas() {
    ImagePlus image = hyperstack();
    FillRegion region =
        RegionSource.rois(List.of(roi(0, 1, 0, 0), roi(4, 2, 1, 0)), "the ROI Manager")
            .of(ImagePart.whole(image));
    assertThat(region.areas(List.of(1, 2))).containsExactly(0, 1);
    assertThat(region.areas(List.of(3, 4))).containsExactly(0);
    assertThat(region.areas(List.of(4))).isEmpty();
    assertThat(sum(region.mask(region.areas(List.of(1, 2))))).isEqualTo(18);
  }

  @Test
  void aPartHasTheAreasOfItsOwnSlices() {
    ImagePlus image = hyperstack();
    RegionSource source = RegionSource.rois(List.of(roi(0, 0, 2, 3)), "the ROI Manager");
    FillRegion region = source.of(ItemChoice.of("z2,t3", 2).of(image));
    assertThat(region.areas(List.of(image.getStackIndex(2, 2, 3)))).containsExactly(0);
    assertThatThrownBy(() -> source.of(ItemChoice.of("z2,t1", 2).of(image)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "the ROI Manager contains no pixel of 'cells' in the slices that are chosen.");
  }

  @Test
  void annotationsThatAreNoAreasAreRefusedByNumberAndName() {
    ImagePlus image = image(null);
    TextRoi text = new TextRoi(1, 1, "5 µm");
    text.setName("scale");
    image.setOverlay(new Overlay(new Roi(1, 1, 2, 2)));
    image.getOverlay().add(text);
    assertThatThrownBy(() -> RegionSource.OVERLAY.of(ImagePart.whole(image)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Inpaint needs area selections, but number 2 of the overlay, 'scale', is of type text.");
  }

  private static ImagePlus mask(int width, int height, int... marked) {
    ImageStack stack = new ImageStack(width, height);
    for (int x : marked) {
      ByteProcessor slice = new ByteProcessor(width, height);
      slice.setValue(255);
      slice.fill(new Roi(x, 2, 3, 3));
      stack.addSlice(slice);
    }
    return new ImagePlus("mask", stack);
  }

  @Test
  void aMaskOfOneSliceIsForAll() {
    ImagePlus image = hyperstack();
    RegionSource source = RegionSource.mask(mask(20, 12, 4));
    assertThat(at(source, image, 1)).containsExactly(1);
    assertThat(at(source, image, 24)).containsExactly(1);
  }

  @Test
  void aMaskOfAsManySlicesIsForEachItsOwn() {
    ImagePlus image = IJ.createImage("stack", 20, 12, 3, 8);
    RegionSource source = RegionSource.mask(mask(20, 12, 0, 30, 8));
    assertThat(at(source, image, 1)).containsExactly(0);
    assertThat(at(source, image, 2)).isEmpty();
    assertThat(at(source, image, 3)).containsExactly(2);
    assertThat(source.of(ImagePart.whole(image)).areas(List.of(2))).isEmpty();
  }

  @Test
  void aMaskOfOneSliceForEachZAndTIsForAllChannels() {
    ImagePlus image = IJ.createHyperStack("cells", 20, 12, 2, 3, 1, 8);
    RegionSource source = RegionSource.mask(mask(20, 12, 0, 4, 8));
    for (int slice = 1; slice <= 6; slice++) {
      assertThat(at(source, image, slice)).containsExactly((slice - 1) / 2);
    }
  }

  @Test
  void masksThatDoNotFitAreRefused() {
    ImagePlus image = hyperstack();
    refused(mask(19, 12, 4), image)
        .hasMessage("The mask 'mask' must have 20 × 12 pixels as 'cells' has, but has 19 × 12.");
    refused(mask(20, 12, 4, 4), image)
        .hasMessage(
            "The mask 'mask' must have 1 slice, 12 (one for each z and t) or 24 as 'cells' has, but has 2.");
    ImagePlus grey = mask(20, 12, 4);
    grey.getProcessor().set(5, 3, 7);
    refused(grey, image)
        .hasMessage(
            "The mask 'mask' must be a binary image, 0 outside and one other value inside, but has"
                + " the values 255 and 7.");
    refused(IJ.createImage("mask", "RGB black", 20, 12, 1), image)
        .hasMessage("The mask 'mask' must be a binary image, but is RGB.");
    refused(IJ.createImage("mask", "8-bit black", 20, 12, 1), image)
        .hasMessage(
            "Inpaint needs a region with at least one pixel in it, but the mask 'mask' contains no"
                + " pixel of 'cells'.");
    ImagePlus full = mask(20, 12, new int[24]);
    full.getStack().getProcessor(3).set(1);
    refused(full, image)
        .hasMessage(
            "Inpaint needs some pixels that it leaves as they are, but the mask 'mask' covers all"
                + " of slice 3 of 'cells'.");
  }

  private static AbstractThrowableAssert<?, ?> refused(ImagePlus mask, ImagePlus image) {
    return assertThatThrownBy(() -> RegionSource.mask(mask).of(ImagePart.whole(image)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.diffusionj.image.CountedStack;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.RoiPlace;
import io.github.diffusionj.task.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An image of a kind as somebody has it open: the last slice in view, a selection, and an overlay
 * with an element of all slices and one of the slice in view.
 */
final class KindScene {

  private final ImagePlus image;
  private final Object[] before;
  private final Roi selection = new OvalRoi(1, 1, 4, 3);
  private final List<Roi> elements;

  private KindScene(ImagePlus image) {
    this.image = image;
    image.setSlice(image.getStackSize());
    image.setRoi(selection);
    image.getOverlay().add(elementOfTheSliceInView());
    elements = List.of(image.getOverlay().toArray());
    before = Pixels.copy(image);
    image.changes = false;
    counted().count();
  }

  static KindScene of(Kind kind) {
    return new KindScene(kind.open());
  }

  private Roi elementOfTheSliceInView() {
    Roi roi = new OvalRoi(2, 1, 3, 2);
    roi.setName("here");
    if (image.isHyperStack() || image.isComposite()) {
      roi.setPosition(image.getNChannels(), image.getNSlices(), image.getNFrames());
    } else {
      roi.setPosition(image.getStackSize());
    }
    return roi;
  }

  ImagePlus image() {
    return image;
  }

  /** The image's stack if it counts, else an empty one. */
  CountedStack counted() {
    return CountedStack.of(image);
  }

  boolean hasPixelsOf(ImagePlus result) {
    return Arrays.deepEquals(Pixels.copy(result), before);
  }

  /** That a command has left the image as it was, and never held more than a few slices of it. */
  void assertUntouched() {
    assertThat(counted().mostHeld()).isLessThanOrEqualTo(CountedStack.FEW);
    assertThat(hasPixelsOf(image)).isTrue();
    assertThat(image.changes).isFalse();
    assertThat(image.getRoi()).isSameAs(selection);
    assertThat(image.getOverlay().toArray())
        .usingElementComparator((a, b) -> a == b ? 0 : 1)
        .containsExactlyElementsOf(elements);
    assertThat(image.getCurrentSlice()).isEqualTo(image.getStackSize());
    assertThat(image.isLocked()).isFalse();
  }

  /**
   * That each element of the overlay is in a result, with the same bounds, on those slices that
   * were made of a slice that it was on.
   *
   * @param source the slice of the image that a slice of the result is made of, both from 1
   */
  void assertOverlay(ImagePlus result, IntUnaryOperator source) {
    assertThat(result.getOverlay().toArray())
        .extracting(Roi::getName)
        .containsOnly("annotation", "here");
    for (Roi element : elements) {
      Roi[] copies = named(result.getOverlay(), element.getName());
      assertThat(copies).extracting(Roi::getBounds).containsOnly(element.getBounds());
      assertThat(copies).allSatisfy(copy -> assertThat(copy).isNotSameAs(element));
      RoiPlace place = RoiPlace.of(element, image);
      for (int slice = 1; slice <= result.getStackSize(); slice++) {
        int at = slice;
        assertThat(copies)
            .as("%s on slice %d", element.getName(), slice)
            .filteredOn(copy -> RoiPlace.of(copy, result).has(at, result))
            .hasSize(place.has(source.applyAsInt(slice), image) ? 1 : 0);
      }
    }
  }

  private static Roi[] named(Overlay overlay, String name) {
    return Arrays.stream(overlay.toArray())
        .filter(roi -> roi.getName().equals(name))
        .toArray(Roi[]::new);
  }
}

package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.diffusionj.image.part.RoiPlace;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The overlay of a source on a hyperstack that has several slices for each of the source: an
 * element without a position is carried over as it is, one of some slices once for each slice that
 * these have become. The three channels of an RGB slice share its elements.
 */
final class SpreadOverlay {

  private final ImagePlus image;
  private final int kinds;
  private final Overlay spread;
  private final Roi[] elements;

  private SpreadOverlay(ImagePlus image, int kinds) {
    this.image = image;
    this.kinds = kinds;
    Overlay overlay = image.getOverlay();
    spread = overlay == null ? new Overlay() : overlay.duplicate(); // with its labels and colours
    elements = spread.toArray();
    spread.clear();
  }

  /** The kinds of each (z, t) of the source follow one another along Z, in every frame. */
  static void alongDepth(PixelPlanes source, int kinds, ImagePlus result) {
    SpreadOverlay overlay = new SpreadOverlay(source.image(), kinds);
    overlay.carry(overlay::addAlongDepth, result);
  }

  /** The kinds of each channel of the source follow one another along C. */
  static void alongChannels(PixelPlanes source, int kinds, ImagePlus result) {
    SpreadOverlay overlay = new SpreadOverlay(source.image(), kinds);
    overlay.carry(overlay::addAlongChannels, result);
  }

  private void carry(Consumer<Roi> adding, ImagePlus result) {
    if (image.getOverlay() == null) {
      return;
    }
    for (Roi roi : elements) {
      if (RoiPlace.of(roi, image).equals(new RoiPlace(0, 0, 0))) {
        spread.add(roi);
      } else {
        adding.accept(roi);
      }
    }
    result.setOverlay(spread);
    result.setHideOverlay(image.getHideOverlay());
  }

  private void addAlongDepth(Roi roi) {
    RoiPlace place = RoiPlace.of(roi, image);
    boolean several = image.getNSlices() * image.getNFrames() > 1;
    if (several && (place.z() > 0 || place.t() > 0)) {
      depths(place).forEach(z -> addAt(roi, channel(place), z, 0));
    } else {
      addAt(roi, channel(place), 0, 0);
    }
  }

  /** Where along Z the slices have gone that a ROI belongs to, from 1. */
  private IntStream depths(RoiPlace place) {
    int slices = image.getNSlices();
    return IntStream.range(0, slices * image.getNFrames())
        .filter(group -> place.z() == 0 || place.z() == group % slices + 1)
        .filter(group -> place.t() == 0 || place.t() == group / slices + 1)
        .flatMap(group -> IntStream.rangeClosed(group * kinds + 1, (group + 1) * kinds));
  }

  private void addAlongChannels(Roi roi) {
    RoiPlace place = RoiPlace.of(roi, image);
    int last = channel(place) * kinds;
    int first = last == 0 ? 0 : last - kinds + 1;
    IntStream.rangeClosed(first, last).forEach(c -> addAt(roi, c, place.z(), place.t()));
  }

  /** 0 where the source has one channel, which the position may still name. */
  private int channel(RoiPlace place) {
    return image.getNChannels() > 1 ? place.channel() : 0;
  }

  private void addAt(Roi roi, int channel, int z, int t) {
    Roi copy = (Roi) roi.clone();
    copy.setPosition(channel, z, t);
    spread.add(copy);
  }
}

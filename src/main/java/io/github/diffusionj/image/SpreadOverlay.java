package io.github.diffusionj.image;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.diffusionj.image.part.RoiPlace;
import io.github.diffusionj.image.pixel.PixelPlanes;
import java.util.stream.IntStream;

/**
 * The overlay of a source on a hyperstack in which each (z, t) of the source has become several
 * slices, one after the other along Z, in every frame.
 */
final class SpreadOverlay {

  private final ImagePlus image;
  private final int kinds;
  private final Overlay spread = new Overlay();

  private SpreadOverlay(ImagePlus image, int kinds) {
    this.image = image;
    this.kinds = kinds;
  }

  /**
   * Copies the overlay: an element without a position as it is, one that belongs to some slices
   * once for each slice that these have become.
   *
   * @param kinds slices for each (z, t) of the source
   */
  static void carry(PixelPlanes source, int kinds, ImagePlus result) {
    Overlay overlay = source.image().getOverlay();
    if (overlay == null) {
      return;
    }
    SpreadOverlay all = new SpreadOverlay(source.image(), kinds);
    for (Roi roi : overlay.duplicate()) {
      all.add(roi);
    }
    result.setOverlay(all.spread);
    result.setHideOverlay(source.image().getHideOverlay());
  }

  private void add(Roi roi) {
    RoiPlace place = RoiPlace.of(roi, image);
    int channel = image.getNChannels() > 1 ? place.channel() : 0;
    boolean several = image.getNSlices() * image.getNFrames() > 1;
    if (several && (place.z() > 0 || place.t() > 0)) {
      places(place).forEach(z -> addAt(roi, channel, z));
    } else if (place.equals(new RoiPlace(0, 0, 0))) {
      spread.add(roi);
    } else {
      addAt(roi, channel, 0);
    }
  }

  /** Where along Z the slices have gone that a ROI belongs to, from 1. */
  private IntStream places(RoiPlace place) {
    int slices = image.getNSlices();
    return IntStream.range(0, slices * image.getNFrames())
        .filter(group -> place.z() == 0 || place.z() == group % slices + 1)
        .filter(group -> place.t() == 0 || place.t() == group / slices + 1)
        .flatMap(group -> IntStream.rangeClosed(group * kinds + 1, (group + 1) * kinds));
  }

  private void addAt(Roi roi, int channel, int z) {
    Roi copy = (Roi) roi.clone();
    copy.setPosition(channel, z, 0);
    spread.add(copy);
  }
}

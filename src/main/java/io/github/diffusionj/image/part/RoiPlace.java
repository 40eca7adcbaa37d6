package io.github.diffusionj.image.part;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * The channel, z and t that a ROI belongs to, 0 where it belongs to all; read as ImageJ does when
 * it draws an overlay. A position that is a single number is a z where there are several, else a t,
 * else a channel.
 *
 * @param channel from 1, or 0
 * @param z from 1, or 0
 * @param t from 1, or 0
 */
public record RoiPlace(int channel, int z, int t) {

  /** Where a ROI belongs in an image. */
  public static RoiPlace of(Roi roi, ImagePlus image) {
    int position = Math.max(0, roi.getPosition()); // below 0 for points, each with its own
    if (position == 0) {
      return new RoiPlace(roi.getCPosition(), roi.getZPosition(), roi.getTPosition());
    }
    if (image.getNSlices() > 1) {
      return new RoiPlace(0, position, 0);
    }
    return image.getNFrames() > 1 ? new RoiPlace(0, 0, position) : new RoiPlace(position, 0, 0);
  }

  /** Whether a slice of the image, counted from 1, is where the ROI belongs. */
  public boolean has(int slice, ImagePlus image) {
    int[] place = image.convertIndexToPosition(slice);
    return either(channel, place[0]) && either(z, place[1]) && either(t, place[2]);
  }

  private static boolean either(int wanted, int found) {
    return wanted == 0 || wanted == found;
  }
}

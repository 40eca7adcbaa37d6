package io.github.diffusionj.image;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Locale;

/** The pixels inside an area selection. */
public final class SelectionMask {

  private SelectionMask() {}

  /**
   * H·W values: 1 inside the image's selection, 0 outside. Any area selection will do: ovals,
   * polygons, composite ones, with holes, or partly outside of the image.
   *
   * @param image whose selection is meant; it is not changed
   * @param command what needs the selection, for the message, such as "Inpaint"
   * @throws IllegalArgumentException if there is no area selection, or no pixel of the image is in
   *     it
   */
  public static float[] of(ImagePlus image, String command) {
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea()) {
      throw new IllegalArgumentException(
          command
              + " needs an area selection, but '"
              + image.getTitle()
              + (roi == null ? "' has no selection." : "' has one of type " + kind(roi) + "."));
    }
    float[] mask = new float[image.getWidth() * image.getHeight()];
    if (fill(mask, image, roi) == 0) {
      throw new IllegalArgumentException(
          command
              + " needs an area selection with at least one pixel in it, but that of '"
              + image.getTitle()
              + "' contains no pixel of the image.");
    }
    return mask;
  }

  /**
   * A mask whose values rise over some pixels inside its edge: a pixel at the distance d from the
   * nearest one outside has d/(pixels + 1), at most 1. The border of the image is no edge.
   *
   * @param mask H·W values, 0 or 1
   * @param pixels 0 or more; 0 for the mask itself
   */
  public static float[] feathered(float[] mask, int width, int pixels) {
    if (pixels == 0) {
      return mask.clone();
    }
    ByteProcessor inside = new ByteProcessor(width, mask.length / width);
    for (int i = 0; i < mask.length; i++) {
      inside.set(i, mask[i] > 0 ? 255 : 0);
    }
    FloatProcessor distance = new EDM().makeFloatEDM(inside, 0, false);
    float[] soft = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      soft[i] = mask[i] > 0 ? Math.min(1, distance.getf(i) / (pixels + 1)) : 0;
    }
    return soft;
  }

  private static String kind(Roi roi) {
    return roi.getTypeAsString().toLowerCase(Locale.ROOT);
  }

  private static int fill(float[] mask, ImagePlus image, Roi roi) {
    Rectangle bounds = roi.getBounds();
    Rectangle inside = bounds.intersection(new Rectangle(image.getWidth(), image.getHeight()));
    ImageProcessor shape = roi.getMask();
    int count = 0;
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (shape == null || shape.get(x - bounds.x, y - bounds.y) != 0) {
          mask[y * image.getWidth() + x] = 1;
          count++;
        }
      }
    }
    return count;
  }
}

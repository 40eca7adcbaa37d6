package io.github.diffusionj.image;

import ij.ImagePlus;
import ij.gui.Roi;
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

package io.github.diffusionj.image.region;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.part.RoiPlace;
import java.awt.Rectangle;

/**
 * The pixels inside a ROI: ovals, polygons, composite ones, with holes, or partly outside of the
 * image.
 */
record RoiArea(Roi roi, RoiPlace place, ImagePlus image) implements Area {

  @Override
  public boolean in(int slice) {
    return place.has(slice, image);
  }

  @Override
  public void addTo(float[] mask) {
    Rectangle bounds = roi.getBounds();
    Rectangle inside = bounds.intersection(new Rectangle(image.getWidth(), image.getHeight()));
    ImageProcessor shape = roi.getMask();
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (shape == null || shape.get(x - bounds.x, y - bounds.y) != 0) {
          mask[y * image.getWidth() + x] = 1;
        }
      }
    }
  }
}

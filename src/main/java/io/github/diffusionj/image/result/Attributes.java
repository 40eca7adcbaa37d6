package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ValueCalibration;
import io.github.diffusionj.image.source.PixelPlanes;

/** What belongs to an image beside its pixels: calibration, info, properties, overlay. */
final class Attributes {

  private static final String LABEL = "Slice_Label";

  private Attributes() {}

  static void carry(PixelPlanes source, ImagePlus result) {
    ImagePlus image = source.image();
    result.setCalibration(image.getCalibration());
    ValueCalibration.restore(image, result);
    describe(image, result);
    carryOverlay(source, result);
  }

  /** Info and properties, without a record and without the label of a slice that was alone. */
  static void describe(ImagePlus image, ImagePlus result) {
    if (image.getInfoProperty() != null) {
      result.setProperty("Info", image.getInfoProperty());
    }
    result.setProperties(image.getPropertiesAsArray());
    Provenance.erase(result);
    if (result.getStackSize() > 1) {
      result.setProp(LABEL, null);
    }
  }

  private static void carryOverlay(PixelPlanes source, ImagePlus result) {
    Overlay overlay = source.image().getOverlay();
    if (overlay == null) {
      return;
    }
    Overlay copy = overlay.duplicate();
    if (source.type() == PixelType.RGB && PixelType.of(result) != PixelType.RGB) {
      for (Roi roi : copy) {
        spreadOverChannels(roi, result);
      }
    }
    result.setOverlay(copy);
    result.setHideOverlay(source.image().getHideOverlay());
  }

  private static void spreadOverChannels(Roi roi, ImagePlus result) {
    int position = roi.getPosition();
    if (position > 0) {
      int slices = result.getNSlices();
      roi.setPosition(0, (position - 1) % slices + 1, (position - 1) / slices + 1);
    }
  }
}

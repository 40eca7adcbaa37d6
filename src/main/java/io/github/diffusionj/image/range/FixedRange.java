package io.github.diffusionj.image.range;

import ij.measure.Calibration;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;

/**
 * A range LOW..HIGH in the values that ImageJ shows. Of a signed 16-bit image these are 32768 less
 * than those that it stores.
 */
final class FixedRange {

  private FixedRange() {}

  /**
   * The range in stored values.
   *
   * @throws IllegalArgumentException if what is shown is no straight line over what is stored, or
   *     no pixel lies in the range; an image of zeros alone is one of any range
   */
  static IntensityRange of(ImageItems items, RangeChoice choice) {
    IntensityRange shown = new IntensityRange(choice.low(), choice.high());
    Calibration calibration = items.image().getCalibration();
    boolean calibrated =
        (items.type() == PixelType.GREY8 || items.type() == PixelType.GREY16)
            && calibration.calibrated();
    IntensityRange stored = calibrated ? stored(items, choice, calibration) : shown;
    checkPixels(items, choice, stored, calibrated ? calibration : new Calibration());
    return stored;
  }

  private static IntensityRange stored(
      ImageItems items, RangeChoice choice, Calibration calibration) {
    double[] line = calibration.getCoefficients();
    boolean straight =
        calibration.getFunction() == Calibration.STRAIGHT_LINE && line != null && line[1] != 0;
    if (!straight) {
      throw new IllegalArgumentException(
          "range must be auto, type, display or percentile for '%s', whose values %s..%s are shown as %s..%s by a function that is no straight line, but is %s."
              .formatted(
                  items.title(),
                  0,
                  Numbers.text(items.type().max()),
                  Numbers.text(calibration.getCValue(0)),
                  Numbers.text(calibration.getCValue((int) items.type().max())),
                  choice.text()));
    }
    double one = (choice.low() - line[0]) / line[1];
    double other = (choice.high() - line[0]) / line[1];
    return new IntensityRange(Math.min(one, other), Math.max(one, other));
  }

  private static void checkPixels(
      ImageItems items, RangeChoice choice, IntensityRange stored, Calibration shown) {
    PixelPlanes planes = items.planes();
    float[] plane = new float[planes.area()];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < planes.count(); p++) {
      planes.readAsIs(p, plane, 0);
      for (float value : plane) {
        boolean outside = value < stored.low() || value > stored.high();
        if (!outside) {
          return; // or no number, which is refused where it is needed
        }
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low != 0 || high != 0) {
      throw new IllegalArgumentException(
          "range must hold pixels of '%s', whose values are shown as %s..%s, but is %s."
              .formatted(
                  items.title(),
                  Numbers.text(Math.min(value(shown, low), value(shown, high))),
                  Numbers.text(Math.max(value(shown, low), value(shown, high))),
                  choice.text()));
    }
  }

  private static double value(Calibration shown, double stored) {
    return shown.calibrated() ? shown.getCValue(stored) : stored;
  }
}

package io.github.diffusionj.image.range;

import ij.ImagePlus;
import ij.process.LUT;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.PixelPlanes;

/** The intensity range of an image, by one rule each; see {@link RangeChoice.Mode}. */
final class PixelRange {

  private PixelRange() {}

  static IntensityRange type(ImagePlus image) {
    PixelType type = PixelType.of(image);
    if (!type.bounded()) {
      throw new IllegalArgumentException(
          "range=type needs an 8-bit, 16-bit or RGB image, but '"
              + image.getTitle()
              + "' is 32-bit, for which range must be display, percentile, LOW..HIGH or raw.");
    }
    return new IntensityRange(0, type.max());
  }

  static IntensityRange display(ImagePlus image) {
    PixelType type = PixelType.of(image);
    if (type == PixelType.RGB) {
      return type(image);
    }
    double low = image.getDisplayRangeMin();
    double high = image.getDisplayRangeMax();
    if (image.isComposite()) {
      for (LUT lut : image.getLuts()) {
        low = Math.min(low, lut.min);
        high = Math.max(high, lut.max);
      }
    }
    return notEmpty(low, high, type);
  }

  static IntensityRange percentile(ImagePlus image) {
    PixelPlanes planes = new PixelPlanes(image);
    long n = (long) planes.count() * planes.area();
    long k = (n + 999) / 1000;
    float[] ends = OrderStatistics.of(planes, k, n + 1 - k);
    return notEmpty(ends[0], ends[1], planes.type());
  }

  static IntensityRange fixed(ImagePlus image, double low, double high) {
    if (low < 0 && image.getCalibration().isSigned16Bit()) {
      throw new IllegalArgumentException(
          "range must be in stored pixel values, which are 32768 more than those shown for the signed"
              + " 16-bit image '"
              + image.getTitle()
              + "', but is "
              + RangeChoice.of(low, high).text()
              + "; write "
              + RangeChoice.of(low + 32768, high + 32768).text()
              + ".");
    }
    return new IntensityRange(low, high);
  }

  static IntensityRange raw(ImagePlus image) {
    PixelType type = PixelType.of(image);
    if (type.bounded()) {
      throw new IllegalArgumentException(
          "range=raw needs a 32-bit image whose pixels are model values already, but '"
              + image.getTitle()
              + "' is "
              + type.label()
              + ", for which range must be type, display, percentile or LOW..HIGH.");
    }
    return IntensityRange.RAW;
  }

  private static IntensityRange notEmpty(double low, double high, PixelType type) {
    if (low != high) {
      return new IntensityRange(low, high);
    }
    if (high + 1 > type.max()) {
      return new IntensityRange(low - 1, high);
    }
    return new IntensityRange(low, high + Math.max(1, Math.ulp((float) high)));
  }
}

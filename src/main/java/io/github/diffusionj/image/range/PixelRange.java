package io.github.diffusionj.image.range;

import ij.ImagePlus;
import ij.process.LUT;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.stream.IntStream;

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

  /** That of the channels that a model sees together, counted from 0 by {@code group}. */
  static IntensityRange display(ImageItems items, int group) {
    ImagePlus image = items.image();
    if (items.type() == PixelType.RGB) {
      return type(image);
    }
    if (!image.isComposite()) {
      return notEmpty(image.getDisplayRangeMin(), image.getDisplayRangeMax(), items.type());
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    LUT[] luts = image.getLuts();
    for (int c = 0; c < items.channels(); c++) {
      LUT lut = luts[group * items.channels() + c];
      low = Math.min(low, lut.min);
      high = Math.max(high, lut.max);
    }
    return notEmpty(low, high, items.type());
  }

  /** As {@link #display}, from the pixels. */
  static IntensityRange percentile(ImageItems items, int group) {
    PixelPlanes planes = items.planes();
    int[] chosen =
        IntStream.range(0, planes.count())
            .filter(plane -> plane % planes.channels() / items.channels() == group)
            .toArray();
    float[] ends = OrderStatistics.ends(planes, chosen, n -> (n + 999) / 1000);
    return notEmpty(ends[0], ends[1], planes.type());
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

package io.github.diffusionj.image.result;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.PixelPlanes;
import java.awt.Color;

/**
 * Makes a stack an image that is displayed as the source is: LUTs, display range, composite mode.
 */
final class Appearance {

  private Appearance() {}

  static ImagePlus build(
      PixelPlanes source, String title, ImageStack stack, Dimensions dimensions) {
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(dimensions.channels(), dimensions.slices(), dimensions.frames());
    ImagePlus look = source.image();
    if (PixelType.of(image) == PixelType.RGB) {
      image.setOpenAsHyperStack(look.isHyperStack() && stack.getSize() > 1);
      return image;
    }
    if (source.type() == PixelType.RGB) {
      return coloured(image);
    }
    image.setOpenAsHyperStack(look.isHyperStack() || dimensions.frames() > 1);
    return look instanceof CompositeImage composite
        ? composite(image, composite)
        : grey(image, look);
  }

  private static ImagePlus grey(ImagePlus image, ImagePlus look) {
    image.setLut(look.getLuts()[0]);
    image.setDisplayRange(look.getDisplayRangeMin(), look.getDisplayRangeMax());
    return image;
  }

  private static ImagePlus composite(ImagePlus image, CompositeImage look) {
    CompositeImage composite = new CompositeImage(image, look.getMode());
    composite.copyLuts(look);
    syncDisplayRange(composite);
    return composite;
  }

  private static ImagePlus coloured(ImagePlus image) {
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE};
    for (int c = 0; c < 3; c++) {
      LUT lut = LUT.createLutFromColor(colours[c]);
      lut.min = 0;
      lut.max = PixelType.RGB.max();
      composite.setChannelLut(lut, c + 1);
    }
    syncDisplayRange(composite);
    return composite;
  }

  private static void syncDisplayRange(CompositeImage image) {
    LUT first = image.getLuts()[0];
    image.setDisplayRange(first.min, first.max);
  }
}

package io.github.diffusionj.image.region;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The pixels of a slice of a binary image that are not 0. */
record MaskArea(ImagePlus mask, int maskSlice, IntPredicate slices) implements Area {

  /** All slices of a mask, each with the slices of the image that it is for. */
  static List<Area> all(ImagePlus mask, ImagePlus image) {
    check(mask, image);
    int count = mask.getStackSize();
    int channels = image.getStackSize() / count;
    List<Area> areas = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      int here = i;
      areas.add(new MaskArea(mask, i, slice -> count == 1 || (slice - 1) / channels == here - 1));
    }
    return areas;
  }

  private static void check(ImagePlus mask, ImagePlus image) {
    String name = "The mask '" + mask.getTitle() + "' must ";
    if (mask.getWidth() != image.getWidth() || mask.getHeight() != image.getHeight()) {
      throw new IllegalArgumentException(
          name
              + "have %d × %d pixels as '%s' has, but has %d × %d."
                  .formatted(
                      image.getWidth(),
                      image.getHeight(),
                      image.getTitle(),
                      mask.getWidth(),
                      mask.getHeight()));
    }
    int all = image.getStackSize();
    int places = all / image.getNChannels();
    int count = mask.getStackSize();
    if (count != 1 && count != all && count != places) {
      throw new IllegalArgumentException(
          name
              + "have 1 slice%s%s, but has %d."
                  .formatted(
                      places == all || places == 1
                          ? ""
                          : ", %d (one for each z and t)".formatted(places),
                      all == 1 ? "" : " or %d as '%s' has".formatted(all, image.getTitle()),
                      count));
    }
    if (mask.getType() == ImagePlus.COLOR_RGB) {
      throw new IllegalArgumentException(name + "be a binary image, but is RGB.");
    }
  }

  @Override
  public boolean in(int slice) {
    return slices.test(slice);
  }

  @Override
  public void addTo(float[] pixels) {
    ImageProcessor processor = mask.getStack().getProcessor(maskSlice);
    float inside = 0;
    for (int i = 0; i < pixels.length; i++) {
      float value = processor.getf(i);
      if (value != 0) {
        inside = inside == 0 ? value : inside;
        checkBinary(inside, value);
        pixels[i] = 1;
      }
    }
  }

  private void checkBinary(float inside, float value) {
    if (value != inside) {
      throw new IllegalArgumentException(
          "The mask '%s' must be a binary image, 0 outside and one other value inside, but has the values %s and %s."
              .formatted(mask.getTitle(), plain(inside), plain(value)));
    }
  }

  private static String plain(float value) {
    return Float.isFinite(value)
        ? new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString()
        : Float.toString(value);
  }
}

package io.github.diffusionj.task;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Images for the tests of tasks, and what is in them. */
public final class Pixels {

  private Pixels() {}

  /** A 32-bit stack of normally distributed pixels. */
  public static ImagePlus random(int width, int height, int slices, double mean, double deviation) {
    Random random = new Random(9);
    ImageStack stack = new ImageStack(width, height);
    for (int i = 0; i < slices; i++) {
      float[] pixels = new float[width * height];
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (float) (mean + deviation * random.nextGaussian());
      }
      stack.addSlice(new FloatProcessor(width, height, pixels));
    }
    return new ImagePlus("random", stack);
  }

  /** A 32-bit image of one value. */
  public static ImagePlus constant(int width, int height, int slices, double value) {
    return random(width, height, slices, value, 0);
  }

  /** A slice of a 32-bit image, 1…n. */
  public static float[] of(ImagePlus image, int slice) {
    return (float[]) image.getStack().getPixels(slice);
  }

  /** Copies of the pixel arrays of all slices. */
  public static Object[] copy(ImagePlus image) {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(slice -> image.getStack().getProcessor(slice).duplicate().getPixels())
        .toArray();
  }

  /** The stored values of all planes, one after the other; an RGB slice has three. */
  public static double[] values(ImagePlus image) {
    ImageItems planes = ImageItems.of(image, 1);
    return IntStream.range(0, planes.count())
        .mapToObj(planes::read)
        .flatMapToDouble(p -> IntStream.range(0, p.length).mapToDouble(i -> p[i]))
        .toArray();
  }

  public static double mean(float[] pixels) {
    return IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).average().orElseThrow();
  }

  /** The variance about the sample's own mean. */
  public static double variance(float[] pixels) {
    double mean = mean(pixels);
    return IntStream.range(0, pixels.length)
        .mapToDouble(i -> (pixels[i] - mean) * (pixels[i] - mean))
        .average()
        .orElseThrow();
  }

  public static double correlation(float[] a, float[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double covariance =
        IntStream.range(0, a.length)
            .mapToDouble(i -> (a[i] - meanA) * (b[i] - meanB))
            .average()
            .orElseThrow();
    return covariance / Math.sqrt(variance(a) * variance(b));
  }

  public static boolean same(ImagePlus a, ImagePlus b) {
    return Arrays.deepEquals(copy(a), copy(b));
  }
}

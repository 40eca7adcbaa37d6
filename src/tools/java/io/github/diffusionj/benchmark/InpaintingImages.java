package io.github.diffusionj.benchmark;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Crops of 64 × 64 pixels of the images that {@code hold_out=10} keeps from training: every tenth
 * file in the order of the names. Of each image it is the crop with most contrast, in all of it and
 * within the hole; a crop with next to none is left out.
 */
final class InpaintingImages {

  private static final int HOLD_OUT = 10;
  private static final int GRID = 8;

  /** A standard deviation in grey levels below which there is nothing to fill in. */
  private static final double EMPTY = 20;

  private InpaintingImages() {}

  /**
   * So many crops, evenly chosen, as 0…255 from the percentiles that the model was trained with.
   *
   * @throws IOException if there are not so many
   */
  static List<float[]> heldOut(Path folder, int count) throws IOException {
    List<float[]> crops = new ArrayList<>();
    List<Path> files = files(folder);
    for (int i = HOLD_OUT - 1; i < files.size(); i += HOLD_OUT) {
      float[] crop = crop(files.get(i));
      if (crop != null) {
        crops.add(crop);
      }
    }
    if (crops.size() < count) {
      throw new IOException(
          "%s has %d held-out images with structure, but %d are wanted."
              .formatted(folder, crops.size(), count));
    }
    List<float[]> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(crops.get((2 * i + 1) * crops.size() / (2 * count)));
    }
    return chosen;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches("(?i).*\\.(csv|json|md|txt)"))
          .sorted()
          .toList();
    }
  }

  private static float[] crop(Path file) {
    ImagePlus image = IJ.openImage(file.toString());
    if (image == null || image.getBitDepth() > 32) {
      return null;
    }
    ImageProcessor whole = stretched(image.getProcessor().convertToFloat());
    int size = InpaintingMask.SIZE;
    float[] best = null;
    double most = EMPTY * EMPTY;
    for (int y = 0; y + size <= whole.getHeight(); y += GRID) {
      for (int x = 0; x + size <= whole.getWidth(); x += GRID) {
        double inHole =
            deviation(
                whole, x + InpaintingMask.HOLE, y + InpaintingMask.HOLE, InpaintingMask.HOLE_SIZE);
        double contrast = inHole * deviation(whole, x, y, size);
        if (contrast > most) {
          most = contrast;
          whole.setRoi(x, y, size, size);
          best = (float[]) whole.crop().getPixels();
        }
      }
    }
    return best;
  }

  private static ImageProcessor stretched(ImageProcessor whole) {
    float[] values = (float[]) whole.getPixels();
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float low = sorted[sorted.length / 1000];
    float high = sorted[sorted.length - 1 - sorted.length / 1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(255 * Math.max(0, Math.min(1, (values[i] - low) / (high - low))));
    }
    return whole;
  }

  private static double deviation(ImageProcessor image, int x, int y, int size) {
    image.setRoi(x, y, size, size);
    return ImageStatistics.getStatistics(image).stdDev;
  }
}

package io.github.diffusionj.yardstick;

import ij.IJ;
import io.github.diffusionj.image.patch.PatchSampler;
import io.github.diffusionj.image.range.RangeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Patches of a folder of images, cut, flipped and turned as in training.
 *
 * @param images the folder
 * @param range how intensities are mapped, as the model's notes say it
 * @param channels of a patch
 * @param size width and height of a patch
 */
record PatchFolder(Path images, String range, int channels, int size) {

  private static final String IMAGE = ".*\\.(png|tiff?|jpe?g)";

  /**
   * Random patches.
   *
   * @param wanted which of the images, counted from 0 in the order of their names
   */
  Patches read(IntPredicate wanted, int n, long seed) throws IOException {
    PatchSampler sampler = new PatchSampler(channels, size, seed);
    List<Path> files = files();
    for (int i = 0; i < files.size(); i++) {
      if (wanted.test(i)) {
        add(sampler, files.get(i));
      }
    }
    float[] values = new float[n * channels * size * size];
    for (int i = 0; i < n; i++) {
      sampler.read(i, values, i * channels * size * size);
    }
    return new Patches(values, n, channels, size);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(images)) {
      return entries.filter(file -> file.toString().matches(IMAGE)).sorted().toList();
    }
  }

  private void add(PatchSampler sampler, Path file) {
    try {
      sampler.add(IJ.openImage(file.toString()), RangeChoice.of(range), (item, label) -> true);
    } catch (IllegalArgumentException e) {
      Yardstick.print("Skipped %s: %s", file, e.getMessage());
    }
  }
}

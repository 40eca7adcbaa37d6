package io.github.diffusionj.image.patch;

import ij.ImagePlus;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/**
 * Random square patches of images, mapped to model space, flipped and turned by quarters. Which
 * patch an index gives depends on the seed and the index alone.
 *
 * <p>A patch whose values hardly vary is drawn anew, up to a few times, so that empty background
 * does not crowd the structures out.
 */
public final class PatchSampler {

  private static final int TRIES = 6;

  /** A training draws t and more from the seed's first numbers; t must not tell the patch. */
  private static final int SKIPPED = 8;

  /** A standard deviation in model space, below which a patch counts as empty. */
  private static final double EMPTY = 0.12;

  private final List<PatchImage> images = new ArrayList<>();
  private final int channels;
  private final int size;
  private final long start;

  /**
   * Without images yet.
   *
   * @param channels channels of a patch
   * @param size width and height of a patch in pixels
   * @param seed chooses images, places and turns
   */
  public PatchSampler(int channels, int size, long seed) {
    this.channels = channels;
    this.size = size;
    this.start = new SplittableRandom(seed).longs().skip(SKIPPED).findFirst().getAsLong();
  }

  /**
   * Adds items of an image.
   *
   * @param choice how its intensities are mapped
   * @param wanted which of its items, counted from 0, by their slice's label, too
   * @return the labels of those items' slices, in order
   * @throws IllegalArgumentException if the image is smaller than a patch or has other channels
   */
  public List<Optional<String>> add(
      ImagePlus image, RangeChoice choice, BiPredicate<Integer, Optional<String>> wanted) {
    if (image.getWidth() < size || image.getHeight() < size) {
      throw new IllegalArgumentException(
          "'%s' has %d×%d pixels, which is less than the patch size %d."
              .formatted(image.getTitle(), image.getWidth(), image.getHeight(), size));
    }
    ImageItems items = ImageItems.of(image, channels);
    MappedItems mapped = new MappedItems(items, choice.resolve(items, RangeChoice.AUTO));
    List<PatchImage> added = new ArrayList<>();
    List<Optional<String>> labels = new ArrayList<>();
    for (int item = 0; item < items.count(); item++) {
      Optional<String> label = items.sliceLabel(item);
      if (wanted.test(item, label)) {
        added.add(PatchImage.of(items, item, mapped.range(item)));
        labels.add(label);
      }
    }
    images.addAll(added);
    return labels;
  }

  /** The number of items that patches are taken from. */
  public int count() {
    return images.size();
  }

  /** Channels of a patch. */
  public int channels() {
    return channels;
  }

  /** Width and height of a patch. */
  public int size() {
    return size;
  }

  /**
   * Writes the patch of an index in C,H,W order.
   *
   * @return the item that it is a part of, counted from 0 in the order in which they were added
   */
  public int read(long index, float[] out, int offset) {
    // Scrambled, and indices one apart: SplittableRandom itself goes on by a large odd number, and
    // seeds that far apart would give each index the numbers of the one before, moved by one.
    SplittableRandom random = new SplittableRandom(start + index);
    int item = draw(random, out, offset);
    for (int i = 1; i < TRIES && deviation(out, offset) < EMPTY; i++) {
      item = draw(random, out, offset);
    }
    return item;
  }

  private int draw(SplittableRandom random, float[] out, int offset) {
    int item = random.nextInt(images.size());
    PatchImage image = images.get(item);
    int width = image.width();
    int height = image.height();
    int left = random.nextInt(width - size + 1);
    int top = random.nextInt(height - size + 1);
    int turn = random.nextInt(8);
    for (int c = 0; c < channels; c++) {
      int from = (c * height + top) * width + left;
      int to = offset + c * size * size;
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          out[to + turned(x, y, turn)] = image.at(from + y * width + x);
        }
      }
    }
    return item;
  }

  /** Bit 0 flips x, bit 1 flips y, bit 2 swaps the two. */
  private int turned(int x, int y, int turn) {
    int u = (turn & 1) == 0 ? x : size - 1 - x;
    int v = (turn & 2) == 0 ? y : size - 1 - y;
    return (turn & 4) == 0 ? v * size + u : u * size + v;
  }

  private double deviation(float[] values, int offset) {
    int n = channels * size * size;
    double sum = 0;
    double squares = 0;
    for (int i = offset; i < offset + n; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    double mean = sum / n;
    return Math.sqrt(Math.max(0, squares / n - mean * mean));
  }
}

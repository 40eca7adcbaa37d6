package io.github.diffusionj.task.restore;

import io.github.diffusionj.image.source.ImageItems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The items that are being restored: each is read once, and blurred once for the noise that it
 * lacks, however many samples are drawn of it. It is in memory until its result is there.
 */
final class NoisyItems {

  private final ImageItems items;
  private final PlaneNoise noise;
  private final Map<Integer, NoisyItem> underWay = new HashMap<>();

  NoisyItems(ImageItems items, PlaneNoise noise) {
    this.items = items;
    this.noise = noise;
  }

  /**
   * An item as it was stored.
   *
   * @param grey C·H·W grey values; not to be changed
   * @param missing the noise to add to each sample's start
   */
  record NoisyItem(float[] grey, Optional<MissingNoise> missing) {}

  /** An item that goes on being restored. */
  NoisyItem get(int item) {
    return underWay.computeIfAbsent(item, this::read);
  }

  /** The grey values of an item that is done, which is let go; the caller's own from then on. */
  float[] release(int item) {
    return underWay.remove(item).grey();
  }

  private NoisyItem read(int item) {
    float[] grey = items.read(item);
    return new NoisyItem(grey, noise.missing(grey, items.width(), items.height()));
  }
}

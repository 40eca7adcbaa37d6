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
   * @param defects what in it is no image
   * @param seen the grey values that the network sees; not to be changed
   * @param missing the noise to add to each sample's start
   */
  record NoisyItem(float[] grey, Defects defects, float[] seen, Optional<MissingNoise> missing) {}

  /** An item that goes on being restored. */
  NoisyItem get(int item) {
    return underWay.computeIfAbsent(item, this::read);
  }

  /** An item that is done, which is let go; the caller's own from then on. */
  NoisyItem release(int item) {
    return underWay.remove(item);
  }

  private NoisyItem read(int item) {
    float[] grey = items.read(item);
    Defects defects = Defects.of(grey, items.width(), items.height(), noise);
    float[] seen = defects.mended(grey);
    return new NoisyItem(grey, defects, seen, noise.missing(seen, items.width(), items.height()));
  }
}

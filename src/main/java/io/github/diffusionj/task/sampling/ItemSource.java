package io.github.diffusionj.task.sampling;

import io.github.diffusionj.image.source.ImageItems;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * Where items to sample come from. Each is asked for once, in order, when it is needed.
 *
 * @param count how many there are
 * @param place the index of an item's noise, which is the same whatever else is sampled
 * @param start x_t of an item in model space, C·H·W values; empty to start from noise
 * @param known what is to be kept of the items; empty to sample all of each
 */
public record ItemSource(
    int count,
    IntToLongFunction place,
    Optional<IntFunction<float[]>> start,
    Optional<KnownItems> known) {

  /** Items that are all sampled from noise. */
  public static ItemSource of(int count, IntToLongFunction place) {
    return new ItemSource(count, place, Optional.empty(), Optional.empty());
  }

  /** As many items as an image has, with its places, sampled from noise. */
  public static ItemSource of(ImageItems items) {
    return of(items.count(), items::place);
  }

  /** The same items, starting from x_t. */
  public ItemSource from(IntFunction<float[]> xt) {
    return new ItemSource(count, place, Optional.of(xt), known);
  }

  /** The same items, of which something is kept. */
  public ItemSource keeping(KnownItems kept) {
    return new ItemSource(count, place, start, Optional.of(kept));
  }
}

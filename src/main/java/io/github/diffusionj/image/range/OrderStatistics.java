package io.github.diffusionj.image.range;

import io.github.diffusionj.image.pixel.EmptyArea;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The k-th smallest and k-th largest of all pixels of some planes, exactly, without holding them
 * all. An {@link EmptyArea} is left out, unless there is nothing else.
 *
 * <p>Floats are ordered as their bit patterns are, once the sign is dealt with. A first pass over
 * the planes counts the upper 16 bits, which tells the bucket of each rank; a second counts the
 * lower 16 bits within those buckets. This is one round of a radix selection with 2^16 buckets.
 */
final class OrderStatistics {

  private static final int BUCKETS = 1 << 16;

  private OrderStatistics() {}

  /**
   * The k-th smallest and the k-th largest of n pixels.
   *
   * @param chosen the numbers of the planes that count
   * @param rank k for n, counted from 1
   */
  static float[] ends(PixelPlanes planes, int[] chosen, LongUnaryOperator rank) {
    return ends(planes, chosen, true, rank)
        .or(() -> ends(planes, chosen, false, rank))
        .orElseThrow();
  }

  private static Optional<float[]> ends(
      PixelPlanes planes, int[] chosen, boolean imageAlone, LongUnaryOperator rank) {
    long[] upper = new long[BUCKETS];
    forEachKey(planes, chosen, imageAlone, key -> upper[key >>> 16]++);
    long n = LongStream.of(upper).sum();
    if (n == 0) {
      return Optional.empty();
    }
    long[] ranks = {rank.applyAsLong(n), n + 1 - rank.applyAsLong(n)};
    int[] buckets = new int[ranks.length];
    long[] within = new long[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      buckets[i] = bucket(upper, ranks[i]);
      within[i] = ranks[i] - countBelow(upper, buckets[i]);
    }
    long[][] lower = new long[ranks.length][BUCKETS];
    forEachKey(
        planes,
        chosen,
        imageAlone,
        key -> {
          for (int i = 0; i < buckets.length; i++) {
            if (key >>> 16 == buckets[i]) {
              lower[i][key & 0xffff]++;
            }
          }
        });
    float[] values = new float[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      values[i] = value(buckets[i] << 16 | bucket(lower[i], within[i]));
    }
    return Optional.of(values);
  }

  private interface KeyConsumer {
    void accept(int key);
  }

  private static void forEachKey(
      PixelPlanes planes, int[] chosen, boolean imageAlone, KeyConsumer consumer) {
    float[] plane = new float[planes.area()];
    for (int p : chosen) {
      planes.read(p, plane, 0);
      BitSet empty =
          imageAlone ? EmptyArea.of(plane, planes.width(), planes.height()).pixels() : new BitSet();
      for (int i = empty.nextClearBit(0); i < plane.length; i = empty.nextClearBit(i + 1)) {
        consumer.accept(key(plane[i]));
      }
    }
  }

  /** An int that, taken as unsigned, orders as the floats do; −0 is 0. */
  private static int key(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static float value(int key) {
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }

  private static int bucket(long[] counts, long rank) {
    long seen = 0;
    int bucket = -1;
    while (seen < rank) {
      seen += counts[++bucket];
    }
    return bucket;
  }

  private static long countBelow(long[] counts, int bucket) {
    long sum = 0;
    for (int i = 0; i < bucket; i++) {
      sum += counts[i];
    }
    return sum;
  }
}

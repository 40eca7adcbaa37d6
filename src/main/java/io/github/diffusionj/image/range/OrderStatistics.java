package io.github.diffusionj.image.range;

import io.github.diffusionj.image.source.PixelPlanes;

/**
 * The k-th smallest of all pixels of some planes, exactly, without holding them all.
 *
 * <p>Floats are ordered as their bit patterns are, once the sign is dealt with. A first pass over
 * the planes counts the upper 16 bits, which tells the bucket of each rank; a second counts the
 * lower 16 bits within those buckets. This is one round of a radix selection with 2^16 buckets.
 */
final class OrderStatistics {

  private static final int BUCKETS = 1 << 16;

  private OrderStatistics() {}

  /**
   * The values of the given ranks, counted from 1.
   *
   * @param chosen the numbers of the planes that count
   */
  static float[] of(PixelPlanes planes, int[] chosen, long... ranks) {
    long[] upper = new long[BUCKETS];
    forEachKey(planes, chosen, key -> upper[key >>> 16]++);
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
    return values;
  }

  private interface KeyConsumer {
    void accept(int key);
  }

  private static void forEachKey(PixelPlanes planes, int[] chosen, KeyConsumer consumer) {
    float[] plane = new float[planes.area()];
    for (int p : chosen) {
      planes.read(p, plane, 0);
      for (float value : plane) {
        consumer.accept(key(value));
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

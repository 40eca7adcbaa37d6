package io.github.diffusionj.diffusion.noise;

/**
 * Standard normal numbers, four at a time: each Philox block gives two Box–Muller pairs. One object
 * serves one thread and allocates nothing per number.
 */
final class NormalQuads {

  static final int SIZE = 4;

  private static final double UNIT = 0x1p-32;

  private final long key;
  private final int[] words = new int[SIZE];

  NormalQuads(long key) {
    this.key = key;
  }

  /** Writes the numbers {@code from}…{@code to − 1} of a quad, 0 ≤ from ≤ to ≤ 4. */
  void write(long low, long high, int from, int to, float[] out, int offset) {
    Philox.block(key, low, high, words);
    for (int i = from; i < to; i++) {
      int pair = i & ~1;
      double angle = 2 * Math.PI * uniform(words[pair + 1]);
      double wave = (i & 1) == 0 ? Math.cos(angle) : Math.sin(angle);
      out[offset + i - from] = (float) (radius(words[pair]) * wave);
    }
  }

  /** Writes a whole quad. */
  void write(long low, long high, float[] out, int offset) {
    Philox.block(key, low, high, words);
    for (int pair = 0; pair < SIZE; pair += 2) {
      double radius = radius(words[pair]);
      double angle = 2 * Math.PI * uniform(words[pair + 1]);
      out[offset + pair] = (float) (radius * Math.cos(angle));
      out[offset + pair + 1] = (float) (radius * Math.sin(angle));
    }
  }

  /** At most √(66·ln 2) = 6.76, which a true normal exceeds once in 7·10^10 times. */
  private static double radius(int word) {
    return Math.sqrt(-2 * Math.log(uniform(word)));
  }

  /** The middle of one of 2³² bins of (0, 1). */
  private static double uniform(int word) {
    return (Integer.toUnsignedLong(word) + 0.5) * UNIT;
  }
}

package io.github.diffusionj.diffusion.noise;

/**
 * Philox4x32-10, a counter-based random bit generator: four 32-bit words that depend on a 128-bit
 * counter and a 64-bit key alone. Salmon, Moraes, Dror and Shaw 2011, "Parallel Random Numbers: As
 * Easy as 1, 2, 3".
 */
final class Philox {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four words of one counter.
   *
   * @param key the key, its low 32 bits the first word
   * @param low counter words 0 (low half) and 1 (high half)
   * @param high counter words 2 (low half) and 3 (high half)
   * @param out receives the four words
   */
  static void block(long key, long low, long high, int[] out) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & UNSIGNED);
      long p1 = MULTIPLIER_1 * (c2 & UNSIGNED);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}

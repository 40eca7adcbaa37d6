package io.github.diffusionj.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  /** The known answers for philox4x32-10 that Random123 publishes in its file kat_vectors. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void blocksAreThePublishedKnownAnswers(String counter, String key, String expected) {
    long[] c = words(counter);
    long[] k = words(key);
    int[] out = new int[4];

    Philox.block(k[1] << 32 | k[0], c[1] << 32 | c[0], c[3] << 32 | c[2], out);

    assertThat(String.format("%08x %08x %08x %08x", out[0], out[1], out[2], out[3]))
        .isEqualTo(expected);
  }

  private static long[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToLong(w -> Long.parseLong(w, 16)).toArray();
  }
}

package io.github.diffusionj.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseStreamTest {

  @ParameterizedTest
  @EnumSource
  void noStreamOfTheSameRunHasANumberOfThis(NoiseStream one) {
    assertThat(one.first()).isBetween(0, one.last());
    for (NoiseStream other : NoiseStream.values()) {
      if (other != one && other.run() == one.run()) {
        assertThat(one.last() < other.first() || other.last() < one.first())
            .as("%s and %s are apart", one, other)
            .isTrue();
      }
    }
  }

  /** Numbers that are never to change: with others, seeds would give other pixels. */
  @ParameterizedTest
  @CsvSource({
    "INITIAL, 0, 0",
    "STEP, 1, 1",
    "STEP, 1000, 1000",
    "ADDED, 0, 536870912",
    "KNOWN, 1, 536870913",
    "KNOWN, 1000, 536871912",
    "CHAIN, 1, 1073741825",
    "CHAIN, 1000, 1073742824",
    "BOUND, 1, 1",
    "BOUND, 2002, 2002",
    "TRAINING, 0, 0",
    "QUARTER, 0, 1",
    "QUARTER, 3, 4",
    "PROBE, 0, 0"
  })
  void theNumberForAStepIsWhatItAlwaysWas(NoiseStream stream, long step, int number) {
    assertThat(stream.number(step)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "INITIAL, 0, 0",
    "STEP, 1, 536870911",
    "ADDED, 0, 0",
    "KNOWN, 1, 536870911",
    "CHAIN, 1, 1073741823",
    "BOUND, 1, 2147483647",
    "TRAINING, 0, 0",
    "QUARTER, 0, 3",
    "PROBE, 0, 0"
  })
  void stepsOutOfRangeAreRefused(NoiseStream stream, long first, long last) {
    assertThat(stream.number(first)).isEqualTo(stream.first());
    assertThat(stream.number(last)).isEqualTo(stream.last());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.number(first - 1))
        .withMessageContaining(stream.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.number(last + 1))
        .withMessageContaining("but is " + (last + 1) + ".");
  }

  @Test
  void everyStepThatHasNoiseHasThatOfKnownPixels() {
    assertThat(NoiseStream.KNOWN.number(NoiseStream.STEP.first()))
        .isEqualTo(NoiseStream.KNOWN.first());
    assertThat(NoiseStream.KNOWN.number(NoiseStream.STEP.last()))
        .isEqualTo(NoiseStream.KNOWN.last());
  }
}

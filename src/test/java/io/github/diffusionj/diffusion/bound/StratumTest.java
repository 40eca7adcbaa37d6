package io.github.diffusionj.diffusion.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StratumTest {

  @ParameterizedTest
  @CsvSource({"1000, 999", "1000, 100", "1000, 7", "1000, 1", "2, 1", "17, 5"})
  void thePartsAreAllTimesOnceAndGrowWithT(int steps, int count) {
    List<Stratum> parts = Stratum.of(steps, count);
    assertThat(parts).hasSize(count);
    assertThat(
            parts.stream().flatMapToInt(p -> IntStream.rangeClosed(p.first(), p.last())).sorted())
        .containsExactly(IntStream.rangeClosed(2, steps).boxed().toArray(Integer[]::new));
    assertThat(parts)
        .extracting(part -> (double) part.last() / part.first())
        .allMatch(ratio -> ratio <= Math.max(2, 2 * Math.pow((steps + 1) / 2.0, 1.0 / count)));
    assertThat(parts.get(parts.size() - 1).size()).isLessThanOrEqualTo(parts.get(0).size());
  }

  @Test
  void drawsAreOfThePart() {
    Random random = new Random(1);
    Stratum part = new Stratum(5, 8);
    assertThat(IntStream.range(0, 100).map(i -> part.draw(random)).distinct().sorted())
        .containsExactly(5, 6, 7, 8);
  }

  @Test
  void oneStepHasNoPartsAndMorePartsThanTimesAreRefused() {
    assertThat(Stratum.of(1, 100)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stratum.of(10, 10))
        .withMessageContaining("between 1 and 9 parts");
  }
}

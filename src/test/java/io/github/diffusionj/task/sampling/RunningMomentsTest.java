package io.github.diffusionj.task.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {

  @Test
  void theyAreThoseOfTheDefinitionFarFromZeroToo() {
    Random random = new Random(1);
    double[] numbers = random.doubles(50, 60_000, 60_001).toArray();
    RunningMoments moments = new RunningMoments(1);
    double sum = 0;
    for (double number : numbers) {
      moments.add(new float[] {(float) number});
      sum += (float) number;
    }
    double mean = sum / numbers.length;
    double squares = 0;
    for (double number : numbers) {
      squares += ((float) number - mean) * ((float) number - mean);
    }
    assertThat(moments.mean()[0]).isEqualTo((float) mean);
    assertThat((double) moments.deviation()[0])
        .isCloseTo(Math.sqrt(squares / (numbers.length - 1)), within(1e-7));
  }

  @Test
  void samplesThatAreAlikeHaveTheirOwnValueAndNoDeviation() {
    RunningMoments moments = new RunningMoments(2);
    for (int i = 0; i < 7; i++) {
      moments.add(new float[] {0.1f, 1e20f});
    }
    assertThat(moments.mean()).containsExactly(0.1f, 1e20f);
    assertThat(moments.deviation()).containsExactly(0, 0);
  }
}

package io.github.diffusionj.task.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {

  /** Two pixels by one; the second is the same in all samples. */
  private static Samples four(Uncertainty uncertainty) {
    Samples samples = new Samples(uncertainty, 4);
    for (float value : new float[] {4, 1, 3, 2}) {
      assertThat(samples.complete()).isFalse();
      samples.add(new float[] {value, 7});
    }
    assertThat(samples.complete()).isTrue();
    return samples;
  }

  @ParameterizedTest
  @EnumSource
  void thereIsWhatTheUncertaintyNames(Uncertainty uncertainty) {
    List<float[]> kinds = four(uncertainty).kinds();
    assertThat(kinds).hasSize(uncertainty.channels().size());
    assertThat(kinds.get(0)).containsExactly(2.5f, 7);
  }

  @Test
  void deviationAndQuantilesAreThoseOfTheirDefinitions() {
    List<float[]> kinds = four(Uncertainty.QUANTILES).kinds();
    assertThat(kinds.get(1)).containsExactly(new float[] {1.2909944f, 0}, within(1e-6f));
    assertThat(kinds.get(2)).containsExactly(new float[] {1.15f, 7}, within(1e-6f));
    assertThat(kinds.get(3)).containsExactly(new float[] {2.5f, 7}, within(1e-6f));
    assertThat(kinds.get(4)).containsExactly(new float[] {3.85f, 7}, within(1e-6f));
  }

  @Test
  void aSingleSampleIsItsMean() {
    Samples samples = new Samples(Uncertainty.NONE, 1);
    samples.add(new float[] {5, 6});
    assertThat(samples.complete()).isTrue();
    assertThat(samples.kinds()).containsExactly(new float[] {5, 6});
  }

  @Test
  void theCorrectionMovesMeanAndQuantilesAndLeavesTheDeviation() {
    Samples samples = four(Uncertainty.QUANTILES);
    samples.correct(new float[] {12.5f, 17}, 2, 1);
    List<float[]> kinds = samples.kinds();
    assertThat(kinds.get(0)).containsExactly(new float[] {12.5f, 17}, within(1e-3f));
    assertThat(kinds.get(1)).containsExactly(new float[] {1.2909944f, 0}, within(1e-6f));
    assertThat(kinds.get(2)).containsExactly(new float[] {11.15f, 17}, within(1e-3f));
    assertThat(kinds.get(4)).containsExactly(new float[] {13.85f, 17}, within(1e-3f));
  }
}

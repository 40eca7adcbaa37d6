package io.github.diffusionj.engine.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileAxisTest {

  private static TileAxis axis(int size, int window, int overlap, int multiple) {
    return TileAxis.over(size, new TileSettings(0, window, overlap, 1), multiple);
  }

  @ParameterizedTest
  @CsvSource({
    "64,64,8,8",
    "72,64,8,8",
    "2048,512,64,8",
    "200,64,16,8",
    "40,64,8,8",
    "24,8,0,8",
    "2048,512,64,128",
    "512,128,64,128"
  })
  void windowsCoverTheWholeAxisAtMultiplesAndStayInside(
      int size, int window, int overlap, int multiple) {
    TileAxis axis = axis(size, window, overlap, multiple);
    int covered = 0;
    for (int start : axis.starts()) {
      assertThat(start % multiple).isZero();
      assertThat(start).isLessThanOrEqualTo(covered);
      covered = start + axis.window();
    }
    assertThat(axis.starts().get(0)).isZero();
    assertThat(covered).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"200,64,16,8", "2048,512,64,8", "2048,512,64,128", "512,128,64,128", "320,128,16,32"})
  void neighboursOverlapByWhatWasAskedForAtLeast(int size, int window, int overlap, int multiple) {
    TileAxis axis = axis(size, window, overlap, multiple);
    for (int i = 1; i < axis.count(); i++) {
      int shared = axis.starts().get(i - 1) + axis.window() - axis.starts().get(i);
      assertThat(shared).isGreaterThanOrEqualTo(overlap);
    }
  }

  /** The running mean gives the i-th window f_i·Π_{j>i}(1 − f_j), which must be w_i/Σw. */
  @ParameterizedTest
  @CsvSource({"200,64,16,8", "136,64,32,8"})
  void theSharesAreWeightsThatSumToOneAndRiseFromTheEdgesOfAWindow(
      int size, int window, int overlap, int multiple) {
    TileAxis axis = axis(size, window, overlap, multiple);
    double[] sum = new double[size];
    double[][] weights = new double[axis.count()][size];
    for (int i = 0; i < axis.count(); i++) {
      float[] shares = axis.shares(i);
      for (int p = 0; p < axis.window(); p++) {
        int place = axis.starts().get(i) + p;
        for (int j = 0; j < i; j++) {
          weights[j][place] *= 1 - shares[p];
        }
        weights[i][place] = shares[p];
      }
    }
    for (double[] weight : weights) {
      for (int p = 0; p < size; p++) {
        sum[p] += weight[p];
      }
    }
    for (int p = 0; p < size; p++) {
      assertThat(sum[p]).isCloseTo(1, within(1e-6));
    }
    int second = axis.starts().get(1);
    assertThat(weights[1][second]).isLessThan(0.1);
    assertThat(weights[1][second + overlap / 2]).isBetween(0.2, 0.8);
  }
}

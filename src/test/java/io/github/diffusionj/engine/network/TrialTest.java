package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {

  @ParameterizedTest
  @CsvSource({"1, 4", "8, 32", "256, 1024", "512, 1024", "1024, 1024"})
  void theTrialIsAsLargeAsTheNetworkNeedsButNeverHuge(int multiple, int size) {
    assertThat(Trial.size(multiple, 4)).hasValue(size);
  }

  @ParameterizedTest
  @CsvSource({"2048", "4096", "1073741824"})
  void whatTakesHugeImagesAloneIsNotTried(int multiple) {
    assertThat(Trial.size(multiple, 4)).isEmpty();
  }
}

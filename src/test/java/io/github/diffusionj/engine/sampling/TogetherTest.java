package io.github.diffusionj.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TogetherTest {

  @Test
  void partsFollowOneAnotherAndTheLastOneIsTheRest() {
    assertThat(new Together(3).parts(7))
        .containsExactly(
            new Together.Part(0, 3, 7), new Together.Part(3, 3, 7), new Together.Part(6, 1, 7));
    assertThat(new Together(Integer.MAX_VALUE).parts(2))
        .containsExactly(new Together.Part(0, 2, 2));
    assertThat(new Together(3).parts(0)).isEmpty();
  }

  @Test
  void whatIsTooLargeGoesAlone() {
    assertThat(Together.inCall(256 * 256 + 1).most()).isEqualTo(1);
    assertThat(Together.inMemory(Integer.MAX_VALUE).most()).isEqualTo(1);
    assertThat(Together.of(0, 64).most()).isEqualTo(1);
  }

  @Test
  void aCallIsBoundedInPixelsAndWhatIsReadAtOnceInValues() {
    assertThat(Together.inCall(64 * 64).most()).isEqualTo(16);
    assertThat(Together.inCall(64 * 64, 3 * 64 * 64).most()).isEqualTo(3);
    assertThat(Together.inMemory(3 * 64 * 64).most()).isEqualTo(341);
    assertThat(Together.inMemory(3 * 64 * 64).atMost(5).most()).isEqualTo(5);
    assertThat(Together.fitCall(256 * 256)).isTrue();
    assertThat(Together.fitCall(256 * 256 + 1)).isFalse();
  }

  @Test
  void noneAtOnceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Together(0));
  }
}

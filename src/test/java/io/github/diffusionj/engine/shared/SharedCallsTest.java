package io.github.diffusionj.engine.shared;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedCallsTest {

  private final List<Long> batches = new ArrayList<>();
  private final SharedCalls calls = new SharedCalls();
  private NDManager manager;

  @BeforeEach
  void open() throws IOException {
    manager = Torch.get().newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** x + t, for more than so many images out of memory. */
  private SharedCalls.ForwardPass network(int most) {
    return inputs -> {
      NDArray x = inputs.get(0);
      long images = x.getShape().get(0);
      batches.add(images);
      if (images > most) {
        throw new IllegalStateException("too many");
      }
      NDArray t = inputs.get(1).reshape(images, 1, 1, 1);
      t.attach(x.getManager());
      return x.add(t);
    };
  }

  /** A piece that calls once with images of a number, and gives what comes out. */
  private SharedCalls.Caller<float[]> piece(
      SharedCalls.ForwardPass network, int images, int size, float value, float t) {
    return () -> {
      try (NDManager scope = manager.newSubManager()) {
        NDArray x = scope.full(new Shape(images, 1, size, size), value);
        NDArray times = scope.full(new Shape(images), t);
        NDArray output = calls.call(network, new NDList(x, times));
        assertThat(output.getManager()).isSameAs(scope);
        assertThat(output.getShape()).isEqualTo(x.getShape());
        return new float[] {output.getFloat(0, 0, 0, 0), output.sum().getFloat()};
      }
    };
  }

  @Test
  void imagesOfOneSizeShareACallAtTheirOwnTimes() throws IOException {
    SharedCalls.ForwardPass network = network(100);
    List<float[]> results =
        calls.run(
            List.of(
                piece(network, 2, 4, 1, 10),
                piece(network, 1, 6, 2, 20),
                piece(network, 1, 4, 3, 30)));
    assertThat(results.get(0)).containsExactly(11, 11 * 32);
    assertThat(results.get(1)).containsExactly(22, 22 * 36);
    assertThat(results.get(2)).containsExactly(33, 33 * 16);
    assertThat(batches).containsExactly(3L, 1L);
  }

  @Test
  void aCallHasSoManyPixelsAtMost() throws IOException {
    SharedCalls.ForwardPass network = network(100);
    List<SharedCalls.Caller<float[]>> pieces = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pieces.add(piece(network, 1, 128, i, 0));
    }
    assertThat(calls.run(pieces))
        .extracting(values -> values[0])
        .containsExactly(0f, 1f, 2f, 3f, 4f);
    assertThat(batches).containsExactly(4L, 1L);
  }

  @Test
  void whereACallFailsEachIsMadeAlone() throws IOException {
    SharedCalls.ForwardPass network = network(1);
    List<float[]> results =
        calls.run(List.of(piece(network, 1, 4, 1, 0), piece(network, 1, 4, 2, 0)));
    assertThat(results).extracting(values -> values[0]).containsExactly(1f, 2f);
    assertThat(batches).containsExactly(2L, 1L, 1L);
  }

  @Test
  void noNativeArrayIsLeftBehind() throws IOException {
    SharedCalls.ForwardPass network = network(100);
    int before = manager.getManagedArrays().size();
    calls.run(List.of(piece(network, 1, 4, 1, 0), piece(network, 2, 4, 2, 0)));
    assertThat(manager.getManagedArrays()).hasSize(before);
  }
}

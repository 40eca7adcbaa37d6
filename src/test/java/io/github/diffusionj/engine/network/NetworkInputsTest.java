package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Calls that a network's configuration does not know are refused with a sentence. */
class NetworkInputsTest {

  private interface Call {
    void on(Network network, NDArray x);
  }

  @Test
  void classConditionalNetworkNeedsAClass() throws IOException {
    assertRefused(
        "classes",
        (network, x) -> network.predict(x, 1),
        "The network with 5 classes takes 2 class numbers for 2 images, but got 0.");
    assertRefused(
        "classes",
        (network, x) -> network.predict(x, 1, new int[] {0, 5}),
        "A class must be between 0 and 4, but is 5.");
    assertRefused(
        "classes",
        (network, x) -> network.predict(x, 1, new int[] {0}),
        "The network with 5 classes takes 2 class numbers for 2 images, but got 1.");
  }

  @Test
  void networkWithoutClassesTakesNone() throws IOException {
    assertRefused(
        "plain",
        (network, x) -> network.predict(x, 1, new int[2]),
        "The network with 0 classes takes 0 class numbers for 2 images, but got 2.");
    assertRefused(
        "plain",
        (network, x) -> network.predict(x, 1, x),
        "The network takes no vectors in place of classes.");
  }

  @Test
  void vectorsInPlaceOfClassesAreChecked() throws IOException {
    assertRefused(
        "classes-as-vectors",
        (network, x) -> network.predict(x, 1),
        "The network takes a vector of 32 numbers for each image (class_embed_type is identity),"
            + " not classes.");
    assertRefused(
        "classes-as-vectors",
        (network, x) -> network.predict(x, 1, x.getManager().zeros(new Shape(2, 31))),
        "The vectors in place of classes must have shape (2, 32), but have (2, 31).");
  }

  @Test
  void timesThatHaveNoEmbeddingAreRefused() throws IOException {
    for (double t : new double[] {1.5, 0, 1001}) {
      assertRefused(
          "learned-time",
          (network, x) -> network.predict(x, t),
          "This network knows whole t from 1 to 1000 only, but t is " + t + ".");
    }
    assertRefused(
        "fourier",
        (network, x) -> network.predict(x, 1),
        "This network takes the logarithm of t − 1, so t must be above 1, but is 1.0.");
  }

  private static void assertRefused(String name, Call call, String sentence) throws IOException {
    try (Network network = Network.open(GoldenNetworks.folder(name), Torch.get());
        NDManager scope = network.newManager()) {
      NDArray x = scope.zeros(new Shape(2, 1, 8, 8));
      ThrowingCallable refused = () -> call.on(network, x);
      assertThatThrownBy(refused).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }
  }
}

package io.github.diffusionj.engine.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.Weights;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The classifier against PyTorch: {@code src/test/python/classifier_golden.py}. */
class NoisyClassifierTest {

  private static final Path ROOT = Path.of("src/test/resources/classifier");

  private static Safetensors golden;
  private static NoisyClassifier classifier;

  @BeforeAll
  static void open() throws IOException {
    golden = Safetensors.open(ROOT.resolve("golden.safetensors"));
    ClassifierFolder folder = ClassifierFolder.of(ModelFolder.open(ROOT)).orElseThrow();
    classifier = NoisyClassifier.open(folder, Torch.get());
  }

  @AfterAll
  static void close() throws IOException {
    classifier.close();
    golden.close();
  }

  @Test
  void logitsAgreeWithPyTorch() throws IOException {
    try (NDManager scope = classifier.newManager()) {
      NDArray logits = classifier.logits(read("x", scope), read("t", scope).toFloatArray());
      assertThat(relative(logits, read("logits", scope))).isLessThan(1e-5);
    }
  }

  @Test
  void theGradientOfTheLogProbabilityAgreesWithPyTorch() throws IOException {
    try (NDManager scope = classifier.newManager()) {
      NDArray x = read("x", scope);
      float[] indices = read("t", scope).toFloatArray();
      float[] classes = read("classes", scope).toFloatArray();
      NDArray expected = read("gradient", scope);
      for (int i = 0; i < indices.length; i++) {
        // The file's float32 index plus 1 minus 1 has to be that index again.
        double t = (double) indices[i] + 1;
        NDArray gradient = classifier.gradient(one(x, i), t, new int[] {(int) classes[i]});
        assertThat(relative(gradient, one(expected, i))).isLessThan(1e-4);
      }
    }
  }

  @Test
  void eachImageOfABatchHasItsOwnGradient() throws IOException {
    try (NDManager scope = classifier.newManager()) {
      NDArray x = read("x", scope);
      NDArray batch = classifier.gradient(x, 300, new int[] {0, 1, 2, 0});
      NDArray alone = classifier.gradient(one(x, 2), 300, new int[] {2});
      assertThat(relative(one(batch, 2), alone)).isLessThan(1e-5);
    }
  }

  @Test
  void theGradientsOfTheClassesCancelBeforeTheirProbabilities() throws IOException {
    // Σ_y p(y|x)·∇ log p(y|x) = ∇ Σ_y p(y|x) = ∇ 1 = 0.
    try (NDManager scope = classifier.newManager()) {
      NDArray x = one(read("x", scope), 1);
      float[] p = classifier.logits(x, 700).softmax(1).toFloatArray();
      NDArray sum = x.zerosLike();
      double largest = 0;
      for (int y = 0; y < p.length; y++) {
        NDArray gradient = classifier.gradient(x, 700, new int[] {y});
        largest = Math.max(largest, gradient.abs().max().getFloat());
        sum.addi(gradient.mul(p[y]));
      }
      assertThat(sum.abs().max().getFloat() / largest).isLessThan(1e-4);
    }
  }

  @Test
  void gradientsLeaveNoNativeArraysBehind() throws IOException {
    try (NDManager scope = classifier.newManager()) {
      NDArray x = read("x", scope);
      int before = scope.getManagedArrays().size();
      for (int i = 0; i < 5; i++) {
        classifier.gradient(x, 10, new int[] {0, 1, 2, 0}).close();
      }
      assertThat(scope.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void imagesOfAnySizeAreTaken() throws IOException {
    try (NDManager scope = classifier.newManager()) {
      NDArray x = scope.ones(new Shape(1, 3, 7, 11));
      assertThat(classifier.gradient(x, 10, new int[1]).getShape()).isEqualTo(x.getShape());
      assertThat(classifier.probe(1000)).isPositive();
    }
  }

  private static NDArray one(NDArray images, int index) {
    Shape shape = images.getShape();
    NDArray image = images.get("{}:{}", index, index + 1).duplicate();
    return image.reshape(new Shape(1, shape.get(1), shape.get(2), shape.get(3)));
  }

  private static NDArray read(String name, NDManager scope) throws IOException {
    return Weights.load(golden, List.of(golden.spec(name)), scope).get(0);
  }

  /** The largest difference over the largest value. */
  private static double relative(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    return actual.sub(expected).abs().max().getFloat() / (double) expected.abs().max().getFloat();
  }
}

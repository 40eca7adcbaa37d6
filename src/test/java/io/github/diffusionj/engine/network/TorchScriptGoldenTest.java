package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.ScriptFile;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks in TorchScript files against what they put out in Python. The files come from
 * src/test/python/torchscript_golden.py (PyTorch 2.7.1). Both sides run the same code, and σ is
 * worked out in double precision: 10⁻⁵ of the largest output is allowed.
 */
class TorchScriptGoldenTest {

  private static final Path ROOT = Path.of("src/test/resources/torchscript");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index-traced",
        "fraction-traced",
        "sigma-traced",
        "index-classes-scripted",
        "fraction-classes-scripted",
        "sigma-classes-scripted",
        "saved-while-training",
        "bfloat16-out"
      })
  void networkAgreesWithPython(String name) throws Exception {
    assertAgrees(name);
  }

  @Test
  void theEnginesPrecisionDoesNotChangeIt() throws Exception {
    Torch.use(new EngineSettings("auto", 0, Precision.BFLOAT16));
    try {
      assertAgrees("index-traced");
    } finally {
      Torch.use(EngineSettings.DEFAULT);
    }
  }

  private static void assertAgrees(String name) throws Exception {
    ModelFolder folder = ModelFolder.open(ROOT.resolve(name));
    try (Safetensors golden = Safetensors.open(ROOT.resolve(name).resolve("golden.safetensors"));
        Network network = Network.open(folder, Torch.get());
        NDManager scope = network.newManager()) {
      NDArray x = array(golden, "x", scope);
      int[] classes = folder.network().classes() == 0 ? new int[0] : new int[] {0, 4};
      for (int t : new int[] {1, 250, 1000}) {
        float[] expected = array(golden, "out" + t, scope).toFloatArray();
        NDArray actual = network.predict(x, t, classes);
        assertThat(actual.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(relativeDifference(actual.toFloatArray(), expected)).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wants-no-time     | can't be called (
          wants-a-class     | can't be called (
          wants-no-class    | can't be called (
          other-channels    | can't be called (Given groups=1, weight of size [8, 3, 3, 3],
          puts-out-a-number | for x of shape (2, 1, 32, 32) puts out shape ()
          puts-out-two      | can't be called (it puts out something else than one tensor)
          puts-out-words    | can't be called (it puts out something else than one tensor)
          not-finite        | puts out numbers that are not finite
          writes-into-x     | writes into x
          raises            | can't be called (only one image at a time)
          """)
  void networkWithAnotherSignatureIsToldTheOneExpected(String name, String what)
      throws IOException {
    ModelFolder folder = ModelFolder.open(ROOT.resolve(name));
    assertThatThrownBy(() -> Network.open(folder, Torch.get()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The network in " + folder.weights() + " " + what)
        .hasMessageContaining(ScriptFile.SIGNATURE);
  }

  @Test
  void fileWithWeightsAloneIsRefused() throws IOException {
    assertRefused(ROOT.resolve("weights-alone"), "holds no code, only what torch.save wrote");
  }

  @Test
  void fileThatIsCutShortAnywhereIsRefused() throws IOException {
    Path folder = copy("index-traced");
    byte[] whole = Files.readAllBytes(folder.resolve("model.pt"));
    for (int percent = 0; percent < 100; percent++) {
      Files.write(folder.resolve("model.pt"), Arrays.copyOf(whole, whole.length * percent / 100));
      assertRefused(folder, "is no TorchScript file");
    }
  }

  /** In a pickle or in code the sum no longer fits; in the directory the zip no longer does. */
  @Test
  void fileWithADamagedByteIsRefusedOrJustAnotherNetwork() throws IOException {
    Path folder = copy("index-traced");
    byte[] whole = Files.readAllBytes(folder.resolve("model.pt"));
    int refused = 0;
    for (int position = 0; position < whole.length; position += 101) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x55;
      Files.write(folder.resolve("model.pt"), damaged);
      try {
        Network.open(ModelFolder.open(folder), Torch.get()).close();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(folder.toString());
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void fileThatIsNoZipIsRefused() throws IOException {
    Path folder = copy("index-traced");
    Files.writeString(folder.resolve("model.pt"), "not a zip, but long enough to be looked at");
    assertRefused(folder, "is no TorchScript file");
    Files.delete(folder.resolve("model.pt"));
    assertRefused(folder, "is missing");
  }

  @Test
  void classesMustFitTheNetwork() throws IOException {
    ModelFolder folder = ModelFolder.open(ROOT.resolve("index-classes-scripted"));
    try (Network network = Network.open(folder, Torch.get());
        NDManager scope = network.newManager()) {
      NDArray x = scope.zeros(new Shape(2, 3, 8, 8));
      assertThatThrownBy(() -> network.predict(x, 5))
          .hasMessage("The network with 5 classes takes 2 class numbers for 2 images, but got 0.");
      assertThatThrownBy(() -> network.predict(x, 5, new int[] {0, 5}))
          .hasMessage("A class must be between 0 and 4, but is 5.");
    }
  }

  private Path copy(String name) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name).resolve("scheduler")).getParent();
    for (String file :
        new String[] {"model.pt", "torchscript.json", "scheduler/scheduler_config.json"}) {
      Files.copy(
          ROOT.resolve(name).resolve(file),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return folder;
  }

  private static void assertRefused(Path folder, String sentence) throws IOException {
    ModelFolder model = ModelFolder.open(folder);
    assertThatThrownBy(() -> Network.open(model, Torch.get()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(model.weights().toString())
        .hasMessageContaining(sentence);
  }

  private static NDArray array(Safetensors file, String name, NDManager scope) throws Exception {
    Shape shape = new Shape(file.spec(name).shape().stream().mapToLong(Long::longValue).toArray());
    return scope.create(file.bytes(name), shape, DataType.FLOAT32).duplicate();
  }

  private static double relativeDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    return difference / largest;
  }
}

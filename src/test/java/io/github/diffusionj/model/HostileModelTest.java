package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders from strangers: whatever is in them, they are opened or refused with one sentence that
 * names the file, and what is allocated is in proportion to what they hold, not to what they claim.
 */
class HostileModelTest {

  /** Schedules of up to a million steps, and what the JVM allocates by itself. */
  private static final long ALLOCATED = 48_000_000;

  /** A parsed value of JSON takes some hundred bytes, but as few as two in the file. */
  private static final long ALLOCATED_PER_BYTE = 200;

  private static final String WHOLE = "unet/diffusion_pytorch_model.safetensors";
  private static final String SHARD = "unet/diffusion_pytorch_model-00001-of-00002.safetensors";
  private static final String SHARD_INDEX = "unet/diffusion_pytorch_model.safetensors.index.json";
  private static final String SCRIPT = "torchscript.json";

  private static final String SCRIPT_JSON =
      "{\"in_channels\": 1, \"out_channels\": 1, \"sample_size\": 16, \"size_multiple\": 2,"
          + " \"num_classes\": 0, \"prediction_type\": \"epsilon\", \"time\": \"index\","
          + " \"data_range\": [-1, 1]}";

  @TempDir Path temp;

  private Path whole;
  private Path sharded;
  private Path script;

  @BeforeEach
  void createModels() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("whole"), 1);
    whole = model.path();
    sharded = ModelFiles.shard(model, temp.resolve("sharded"));
    script = Files.createDirectories(temp.resolve("script"));
    Files.createDirectories(script.resolve("scheduler"));
    Files.copy(
        whole.resolve("scheduler/scheduler_config.json"),
        script.resolve("scheduler/scheduler_config.json"));
    Files.writeString(script.resolve(SCRIPT), SCRIPT_JSON);
    Files.writeString(script.resolve("model.pt"), "never read here");
  }

  private Path folder(String file) {
    return switch (file) {
      case SCRIPT -> script;
      case SHARD, SHARD_INDEX -> sharded;
      default -> whole;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "unet/config.json, 500, 250",
    "scheduler/scheduler_config.json, 500, 250",
    "model_index.json, 300, 120",
    "diffusionj.json, 300, 120",
    SCRIPT + ", 400, 200",
    WHOLE + ", 800, 450",
    SHARD + ", 400, 200",
    SHARD_INDEX + ", 500, 280",
  })
  void mutatedFileIsReadOrRefusedWithASentence(String name, int mutations, int leastRefused)
      throws IOException {
    Path file = folder(name).resolve(name);
    byte[] sound = Files.readAllBytes(file);
    assertThat(refused(name)).isFalse();
    SplittableRandom random = new SplittableRandom(22);
    int refused = 0;
    for (int i = 0; i < mutations; i++) {
      Mutation mutation = Mutation.values()[i % Mutation.values().length];
      Files.write(file, mutation.of(sound, random));
      refused += refused(name) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(leastRefused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet/config.json",
        "scheduler/scheduler_config.json",
        "model_index.json",
        "diffusionj.json",
        SCRIPT,
        WHOLE,
        SHARD,
        SHARD_INDEX
      })
  void fileCutShortAnywhereIsRefused(String name) throws IOException {
    Path file = folder(name).resolve(name);
    byte[] sound = Files.readAllBytes(file);
    int end = sound.length - (sound[sound.length - 1] == '\n' ? 1 : 0);
    for (int percent = 0; percent < 100; percent++) {
      Files.write(file, Arrays.copyOf(sound, (int) ((long) end * percent / 100)));
      assertThat(refused(name)).as("%d %%", percent).isTrue();
    }
  }

  /** Opens all that there is, but nothing on a device. */
  private boolean refused(String name) throws IOException {
    Path folder = folder(name);
    Path file = folder.resolve(name);
    long bytes = Files.size(file);
    long before = allocated();
    try {
      ModelFolder model = open(folder);
      checkAllocated(before, bytes);
      if (model.network() instanceof UNetConfig unet) {
        assertThat(unet.script().tensors()).isNotEmpty();
      }
      return false;
    } catch (IOException e) {
      assertThat(e.getMessage())
          .startsWith(folder.toString())
          .contains(file.getFileName().toString())
          .endsWith(".")
          .doesNotContain("\n")
          .hasSizeLessThan(800);
      checkAllocated(before, bytes);
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      return fail(Files.readString(file, StandardCharsets.ISO_8859_1), e);
    }
  }

  private static void checkAllocated(long before, long bytes) {
    assertThat(allocated() - before).isLessThan(ALLOCATED + bytes * ALLOCATED_PER_BYTE);
  }

  private static ModelFolder open(Path folder) throws IOException {
    ModelFolder model = ModelFolder.open(folder);
    if (model.network() instanceof UNetConfig) {
      try (TensorStore weights = model.weightFiles().open()) {
        assertThat(weights.tensors()).isNotEmpty();
      }
    }
    return model;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Few bytes that claim to be much: none of it is believed. */
  @Test
  void giganticTensorIsNotMadeRoomFor() throws IOException {
    Path file = whole.resolve(WHOLE);
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000000],\"data_offsets\":[0,2000000000000]}}";
    byte[] bytes = new byte[Long.BYTES + header.length()];
    bytes[0] = (byte) header.length();
    System.arraycopy(
        header.getBytes(StandardCharsets.US_ASCII), 0, bytes, Long.BYTES, header.length());
    Files.write(file, bytes);
    long before = allocated();
    assertThatThrownBy(() -> open(whole))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is cut short: tensor a ends at byte 2000000000000 of the weights, but there"
                + " are 0.");
    assertThat(allocated() - before).isLessThan(ALLOCATED);
  }

  @Test
  void jsonOfMillionsOfValuesIsRefused() throws IOException {
    Path file = whole.resolve("diffusionj.json");
    Files.writeString(file, "{\"a\":[" + "0,".repeat(1_900_000) + "0]}");
    assertThatThrownBy(() -> open(whole))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " does not hold a JSON object: it has more than 500000 values.");
  }

  @Test
  void jsonOfManyMegabytesIsNotRead() throws IOException {
    Path file = whole.resolve("diffusionj.json");
    Files.write(file, new byte[4_000_001]);
    long before = allocated();
    assertThatThrownBy(() -> open(whole))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is too large for a configuration: 4000001 bytes");
    assertThat(allocated() - before).isLessThan(1_000_000);
  }

  @Test
  void notANumberIsNoJson() throws IOException {
    Path file = whole.resolve("diffusionj.json");
    Files.writeString(file, "{\"a\": NaN}");
    assertThatThrownBy(() -> open(whole))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " does not hold a JSON object: ");
  }
}

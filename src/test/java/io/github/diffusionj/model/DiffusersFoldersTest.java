package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that diffusers wrote: src/test/python/folders_golden.py. */
class DiffusersFoldersTest {

  private static final Path ROOT = Path.of("src/test/resources/folders");

  /** Where the files of a folder without levels are in one with them. */
  private static final Map<String, String> LEVELS =
      Map.of(
          "config.json", "unet/config.json",
          "scheduler_config.json", "scheduler/scheduler_config.json");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"sharded", "flat"})
  void everyLayoutHoldsTheSameModel(String name) throws IOException {
    ModelFolder whole = ModelFolder.open(ROOT.resolve("whole"));
    ModelFolder other = ModelFolder.open(ROOT.resolve(name));
    assertThat(ModelFolder.isModel(other.path())).isTrue();
    assertThat(other.network()).isEqualTo(whole.network());
    assertThat(other.scheduler()).isEqualTo(whole.scheduler());
    try (TensorStore expected = whole.weightFiles().open();
        TensorStore weights = other.weightFiles().open()) {
      assertThat(weights.tensors()).containsExactlyInAnyOrderElementsOf(expected.tensors());
      for (TensorSpec tensor : expected.tensors()) {
        assertThat(weights.bytes(tensor.name())).isEqualTo(expected.bytes(tensor.name()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "whole, F32",
    "sharded, F32",
    "flat, F32",
    "bfloat16-solver, BF16",
    "bare-float16, F16"
  })
  void everyTensorOfTheNetworkIsThere(String name, TensorType type) throws IOException {
    ModelFolder model = ModelFolder.open(ROOT.resolve(name));
    try (TensorStore weights = model.weightFiles().open()) {
      assertThat(weights.tensors())
          .containsExactlyInAnyOrderElementsOf(model.architecture().script().tensors())
          .allMatch(tensor -> weights.type(tensor.name()) == type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "sharded", "flat", "bfloat16-solver", "bare-float16"})
  void writtenAgainTheWeightsAreTheSameBytesAndTheJsonMeansTheSame(String name) throws IOException {
    ModelFolder model = ModelFolder.open(ROOT.resolve(name));
    Path copy = temp.resolve(name);
    model.copyTo(copy);
    assertThat(ModelFolder.open(copy).hash()).isEqualTo(model.hash());
    for (Path file : model.weightFiles().tensorFiles()) {
      String plain = file.getFileName().toString().replace(".fp16", "");
      assertThat(copy.resolve("unet").resolve(plain)).hasSameBinaryContentAs(file);
    }
    for (Path file : jsonFiles(model.path())) {
      String place = model.path().relativize(file).toString().replace('\\', '/');
      JsonObject written = JsonFile.read(copy.resolve(LEVELS.getOrDefault(place, place)));
      assertThat(written).as(place).isEqualTo(JsonFile.read(file));
    }
  }

  private static Iterable<Path> jsonFiles(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  @Test
  void solverOfPythonHasItsInfinity() throws IOException {
    Path config = ROOT.resolve("bfloat16-solver/scheduler/scheduler_config.json");
    assertThat(Files.readString(config)).contains("\"lambda_min_clipped\": -Infinity");
    SchedulerConfig scheduler = ModelFolder.open(ROOT.resolve("bfloat16-solver")).scheduler();
    assertThat(scheduler.className()).isEqualTo("DPMSolverMultistepScheduler");
    assertThat(scheduler.solver().sampler()).isInstanceOf(DpmSolver.class);
  }

  @Test
  void networkAloneAssumesTheDefaultScheduler() throws IOException {
    assertThat(ModelFolder.open(ROOT.resolve("bare-float16")).assumesScheduler()).isTrue();
    assertThat(ModelFolder.open(ROOT.resolve("flat")).assumesScheduler()).isFalse();
  }
}

package io.github.diffusionj.task.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.TinyClassifier;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.model.ModelCatalog;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTaskTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/torchscript");

  @TempDir Path models;
  @AutoClose private final OpenModels session = new OpenModels();

  private ModelsTask task;
  private ModelFolder tiny;

  @BeforeEach
  void prepare() throws IOException {
    tiny = TinyModel.create(models.resolve("tiny"), 1);
    task = new ModelsTask(new ModelCatalog(List.of(models)), session);
  }

  @Test
  void checkNamesEveryTensorThatDoesNotFit() throws IOException {
    ModelFolder colours = TinyModel.create(models.resolve("colours"), 3);
    Files.copy(tiny.weights(), colours.weights(), StandardCopyOption.REPLACE_EXISTING);
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> task.check("colours", Progress.NONE, lines::add))
        .hasMessageContaining("has tensor conv_in.weight with shape [8, 1, 3, 3]");
    assertThat(lines)
        .containsExactly(
            "Model colours: 101 of 104 tensors have the name, shape and type that the architecture"
                + " asks for.",
            "  wrong: conv_in.weight has shape [8, 1, 3, 3], needed is [8, 3, 3, 3]",
            "  wrong: conv_out.weight has shape [1, 8, 3, 3], needed is [3, 8, 3, 3]",
            "  wrong: conv_out.bias has shape [1], needed is [3]");
  }

  @Test
  void checkNamesWhatIsMissingAndWhatIsNotUsed() throws IOException {
    Path deeper = TinyModel.create(models.resolve("deeper"), 1).path();
    Path config = deeper.resolve("unet/config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("\"layers_per_block\": 1", "\"layers_per_block\": 2"));
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> task.check("deeper", Progress.NONE, lines::add))
        .isInstanceOf(IOException.class);
    assertThat(lines)
        .contains("  missing: down_blocks.0.resnets.1.norm1.weight [8]")
        .anyMatch(line -> line.endsWith(" more"));
  }

  @Test
  void checkNamesWhatIsNotUsedAndStillWorks() throws IOException {
    List<TensorSpec> tensors = new ArrayList<>(tiny.architecture().script().tensors());
    tensors.add(TensorSpec.of("extra.weight", 3));
    new ModelFolder(models.resolve("wide"), tiny.network(), tiny.scheduler(), tiny.notes())
        .replace(tensors, TinyModel::weights);
    List<String> lines = new ArrayList<>();
    task.check("wide", Progress.NONE, lines::add);
    assertThat(lines.get(1)).isEqualTo("  surplus, not used: extra.weight [3]");
    assertThat(lines.get(2)).startsWith("Model wide is fine");
  }

  @Test
  void checkOfAModelThatWorksSaysSo() throws IOException {
    List<String> lines = new ArrayList<>();
    task.check("tiny", Progress.NONE, lines::add);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("Model tiny is fine: weights " + tiny.hash());
    lines.clear();
    task.check(SCRIPTS.resolve("sigma-traced").toString(), Progress.NONE, lines::add);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("Model sigma-traced is fine");
  }

  @Test
  void infoSaysWhatIsKnown() throws IOException {
    Files.writeString(
        tiny.path().resolve("README.md"),
        "---\ntags:\n- x\nlicense: mit\n---\n\n# Tiny\n\nA model.\n");
    assertThat(task.info("tiny"))
        .contains(
            "Model: tiny",
            "Weights: 40,489 in 104 tensors",
            "Size: 172.1 kB in 1 file",
            "Hash: " + tiny.hash(),
            "Trained on: 16 x 16 pixels",
            "Width and height: multiples of 2",
            "Prediction: epsilon",
            "Sampler: DDPMScheduler, times leading",
            "Clipping: to -1.0..1.0",
            "Licence: mit")
        .endsWith("# Tiny\n\nA model.")
        .doesNotContain("tags");
  }

  @Test
  void aClassifierIsCheckedToldOfAndInstalled() throws IOException {
    assertThat(task.info("tiny")).contains("Classifier: none");
    TinyClassifier.create(tiny, "small", "large");
    assertThat(task.info("tiny")).contains("weights, tells small, large in noised images");
    List<String> lines = new ArrayList<>();
    task.check("tiny", Progress.NONE, lines::add);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).startsWith("The classifier of model tiny: ");
    assertThat(lines.get(3)).startsWith("Its classifier is fine: classes small, large, ");
    Path copy = task.install(tiny.path(), "copy", false, models, Progress.NONE);
    assertThat(ClassifierFolder.of(ModelFolder.open(copy))).isPresent();
    Files.delete(tiny.classifier().resolve("diffusion_pytorch_model.safetensors"));
    assertThatThrownBy(() -> task.install(tiny.path(), "bad", false, models, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("classifier holds no weights");
    assertThat(models.resolve("bad")).doesNotExist();
  }

  @Test
  void infoSaysThatASchedulerIsAssumed() throws IOException {
    assertThat(task.info("src/test/resources/folders/bare-float16")).contains("(assumed)");
    assertThat(task.info("src/test/resources/folders/flat")).doesNotContain("(assumed)");
  }

  @Test
  void infoRunsNoTorchScript() throws IOException {
    assertThat(task.info(SCRIPTS.resolve("raises").toString()))
        .contains("Network: TorchScript", "the index t - 1", "Licence: not stated");
  }

  @Test
  void modelWhoseNetworkFailsIsNotInstalled() {
    Path from = SCRIPTS.resolve("not-finite");
    assertThatThrownBy(() -> task.install(from, "", false, models, Progress.NONE))
        .hasMessageStartingWith(from + " is not installed: The network in " + from + "/model.pt");
    assertThat(models.resolve("not-finite")).doesNotExist();
  }

  @Test
  void modelIsInstalledAndThenRemovedByItsNameSaidTwice() throws IOException {
    Path installed =
        task.install(SCRIPTS.resolve("index-traced"), "mine", false, models, Progress.NONE);
    assertThat(installed).isEqualTo(models.resolve("mine"));
    for (String other : new String[] {null, "", "true", "tiny"}) {
      assertThatThrownBy(() -> task.remove("mine", other, models, Progress.NONE))
          .hasMessage(
              "remove deletes the folder %s for good; give confirm=mine to do so."
                  .formatted(installed));
    }
    assertThat(installed).exists();
    assertThat(task.remove("mine", "mine", models, Progress.NONE))
        .isEqualTo(installed)
        .doesNotExist();
  }

  @Test
  void cardWithoutFrontMatterIsAllText() {
    assertThat(ModelCard.parse("# T\n---\nx")).isEqualTo(card(null, "# T\n---\nx"));
    assertThat(ModelCard.parse("---\nlicense: mit")).isEqualTo(card(null, "---\nlicense: mit"));
    assertThat(ModelCard.parse("---\nlicense: 'mit'\n---")).isEqualTo(card("mit", ""));
    assertThat(ModelCard.parse("---\nlicense: other\nlicense_name: own\n---\nx"))
        .isEqualTo(card("own", "x"));
    assertThat(ModelCard.parse("")).isEqualTo(card(null, ""));
  }

  private static ModelCard card(String license, String text) {
    return new ModelCard(Optional.ofNullable(license), text);
  }
}

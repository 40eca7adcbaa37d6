package io.github.diffusionj.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyClassifier;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierFolderTest {

  @TempDir Path temp;

  private static ClassifierFolder create(ModelFolder model) throws IOException {
    return TinyClassifier.create(model, "a", "b");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("m"), 1);
    assertThat(ClassifierFolder.of(model)).isEmpty();
    ClassifierFolder written = create(model);
    assertThat(ClassifierFolder.of(model)).contains(written);
    assertThat(temp).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aModelThatIsWrittenAnewKeepsItsClassifierAndItsCard() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("m"), 1);
    ClassifierFolder classifier = create(model);
    Files.writeString(classifier.path().resolve("README.md"), "card");
    model.replace(model.architecture().script().tensors(), TinyModel::weights);
    assertThat(ClassifierFolder.of(model)).contains(classifier);
    create(model);
    assertThat(classifier.path().resolve("README.md")).hasContent("card");
  }

  @Test
  void aCopyHasTheClassifierAndOnlyItsOwn() throws IOException {
    ModelFolder with = TinyModel.create(temp.resolve("with"), 1);
    ModelFolder without = TinyModel.create(temp.resolve("without"), 1);
    create(with);
    Path copy = temp.resolve("copy");
    with.copyTo(copy);
    assertThat(ClassifierFolder.of(ModelFolder.open(copy)).orElseThrow().weightFiles().hash())
        .isEqualTo(ClassifierFolder.of(with).orElseThrow().weightFiles().hash());
    without.copyTo(copy);
    assertThat(ClassifierFolder.of(ModelFolder.open(copy))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\",|\"a\"],\"x\": [|There is no key x",
        "NoisyClassifier|UNet2DModel|_class_name is UNet2DModel, but only NoisyClassifier",
        "\"sample_size\": 16,||The key sample_size is missing",
        "\"layers_per_block\": 1|\"layers_per_block\": 1000000|layers_per_block must be between",
        "\"b\"|\"a\"|classes must be different names",
        "\"norm_num_groups\": 4|\"norm_num_groups\": 3|norm_num_groups must divide",
        "\"DownBlock2D\"|\"KDownBlock2D\"|fit only each other",
        "\"in_channels\": 1|\"in_channels\": 3|in_channels must be 1, as the model m has, but is 3",
        "T=1000|T=100|train it anew",
      })
  void aConfigurationThatMakesNoSenseIsRefused(String from, String to, String message)
      throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("m"), 1);
    Path file = create(model).path().resolve("config.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to == null ? "" : to));
    assertThatThrownBy(() -> ClassifierFolder.of(model))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void oneForAnotherScheduleIsRefused() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("m"), 1);
    create(model);
    new ModelFolder(
            model.path(),
            model.network(),
            SchedulerConfig.ddpm(500, ScheduleType.LINEAR, Prediction.EPSILON),
            ModelNotes.NONE)
        .replace(model.architecture().script().tensors(), TinyModel::weights);
    assertThatThrownBy(() -> ClassifierFolder.of(ModelFolder.open(model.path())))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "but the model m has linear, T=500, beta 1.0E-4..0.02; train it anew.");
  }

  @Test
  void fewerThanTwoClassesAreRefused() {
    assertThatThrownBy(
            () ->
                ClassifierConfig.of(
                    8, 1, List.of(BlockType.DOWN), List.of(4), 1, 4, 2, List.of("a"), "linear"))
        .hasMessage("number of entries in classes must be between 2 and 1000, but is 1.");
  }
}

package io.github.diffusionj.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.network.GoldenNetworks;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionModelTest {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"classes", "classes-as-times", "classes-as-vectors", "learned-variance"})
  void modelsWithClassesOrALearnedVarianceOpenAndRun(String name) throws IOException {
    try (DiffusionModel model = DiffusionModel.open(GoldenNetworks.folder(name))) {
      assertThat(model.probe()).isPositive();
      assertThat(model.network().learnedVariance()).isEqualTo(name.equals("learned-variance"));
    }
  }

  @Test
  void modelThatPutsOutOtherChannelsIsRefused() throws IOException {
    assertRefused("out_channels", 3, "has out_channels 3, but they must be as many as in_channels");
  }

  @Test
  void weightsOfAnotherArchitectureAreRefused() throws IOException {
    assertRefused("layers_per_block", 2, "has no tensor down_blocks.0.resnets.1.norm1.weight");
  }

  private void assertRefused(String key, int value, String sentence) throws IOException {
    Path folder = TinyModel.create(temp.resolve("model"), 1).path();
    Path file = folder.resolve("unet").resolve("config.json");
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    json.addProperty(key, value);
    Files.writeString(file, json.toString());
    assertThatThrownBy(() -> DiffusionModel.open(ModelFolder.open(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(sentence);
  }
}

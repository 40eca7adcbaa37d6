package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionModelTest {

  @TempDir Path temp;

  @Test
  void modelWithClassesIsRefused() throws IOException {
    assertRefused("num_class_embeds", 10, "class-conditional (num_class_embeds is 10)");
  }

  @Test
  void modelThatPredictsAVarianceTooIsRefused() throws IOException {
    assertRefused("out_channels", 2, "has out_channels 2, but they must be as many as in_channels");
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

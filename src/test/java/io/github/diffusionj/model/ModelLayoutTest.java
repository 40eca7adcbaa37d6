package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders in the ways in which diffusers and people lay them out. */
class ModelLayoutTest {

  @TempDir Path temp;

  private ModelFolder model;
  private Path flat;

  @BeforeEach
  void createModel() throws IOException {
    model = TinyModel.create(temp.resolve("model"), 1);
    flat = Files.createDirectories(temp.resolve("flat"));
    Files.copy(model.path().resolve("unet/config.json"), flat.resolve("config.json"));
    Files.copy(model.weights(), flat.resolve(WeightFiles.WHOLE));
  }

  @Test
  void networkAloneIsAModelWithTheDefaultScheduler() throws IOException {
    ModelFolder bare = ModelFolder.open(flat);
    assertThat(ModelFolder.isModel(flat)).isTrue();
    assertThat(bare.network()).isEqualTo(model.network());
    assertThat(bare.scheduler()).isEqualTo(ModelFolder.DEFAULT_SCHEDULER);
    assertThat(bare.assumesScheduler()).isTrue();
    assertThat(model.assumesScheduler()).isFalse();
    assertThat(bare.hash()).isEqualTo(model.hash());
  }

  @Test
  void schedulerBesideTheNetworkIsRead() throws IOException {
    edit(model.path().resolve("scheduler/scheduler_config.json"), "num_train_timesteps", "250");
    Files.copy(
        model.path().resolve("scheduler/scheduler_config.json"),
        flat.resolve("scheduler_config.json"));
    ModelFolder opened = ModelFolder.open(flat);
    assertThat(opened.scheduler().steps()).isEqualTo(250);
    assertThat(opened.assumesScheduler()).isFalse();
  }

  @Test
  void pipelineWithoutItsSchedulerIsRefused() throws IOException {
    Files.copy(model.path().resolve("model_index.json"), flat.resolve("model_index.json"));
    assertThatThrownBy(() -> ModelFolder.open(flat))
        .isInstanceOf(IOException.class)
        .hasMessage(flat.resolve("scheduler/scheduler_config.json") + " is missing.");
  }

  @Test
  void configurationOfAnotherProgramIsNoModel() throws IOException {
    Files.delete(flat.resolve(WeightFiles.WHOLE));
    assertThat(ModelFolder.isModel(flat)).isFalse();
  }

  @Test
  void pipelineWithMoreComponentsIsRefused() throws IOException {
    Path index = model.path().resolve("model_index.json");
    edit(index, "feature_extractor", "[null, null]");
    assertThat(ModelFolder.open(model.path()).network()).isEqualTo(model.network());
    edit(index, "vqvae", "[\"diffusers\", \"VQModel\"]");
    assertThatThrownBy(() -> ModelFolder.open(model.path()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            index
                + ": the pipeline has a component vqvae, but only unet and scheduler are"
                + " supported.");
  }

  @Test
  void flatFolderIsNotReplaced() throws IOException {
    assertThatThrownBy(() -> TinyModel.create(flat, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            flat
                + " is there already and is not a model that can be written over; choose another"
                + " name.");
    assertThat(flat.resolve(WeightFiles.WHOLE)).hasSameBinaryContentAs(model.weights());
  }

  @Test
  void copyHasTheSameWeightsAndTheSameJson() throws IOException {
    edit(model.path().resolve("unet/config.json"), "_name_or_path", "\"me/mine\"");
    edit(model.path().resolve("unet/config.json"), "dropout", "0.1");
    edit(model.path().resolve("unet/config.json"), "act_fn", "\"swish\"");
    edit(
        model.path().resolve("scheduler/scheduler_config.json"),
        "timestep_spacing",
        "\"linspace\"");
    edit(model.path().resolve("scheduler/scheduler_config.json"), "steps_offset", "1");
    edit(model.path().resolve("model_index.json"), "_class_name", "\"PNDMPipeline\"");
    edit(model.path().resolve("model_index.json"), "tags", "[null]");
    edit(model.path().resolve("diffusionj.json"), "microscope", "{\"objective\": \"63x\"}");
    Path copy = temp.resolve("copy");
    ModelFolder.open(model.path()).copyTo(copy);
    assertThat(copy.resolve("unet").resolve(WeightFiles.WHOLE))
        .hasSameBinaryContentAs(model.weights());
    for (String file : ModelFiles.JSON) {
      assertThat(json(copy.resolve(file))).as(file).isEqualTo(json(model.path().resolve(file)));
    }
  }

  @Test
  void minusInfinityOfPythonIsKept() throws IOException {
    Path scheduler = model.path().resolve("scheduler/scheduler_config.json");
    String text = Files.readString(scheduler);
    Files.writeString(
        scheduler,
        text.replaceFirst(
            "\\{", "{\"note\": \"-Infinity \\\\\" NaN\", \"lambda_min_clipped\": -Infinity,"));
    Path copy = temp.resolve("copy");
    ModelFolder.open(model.path()).copyTo(copy);
    JsonObject written = json(copy.resolve("scheduler/scheduler_config.json"));
    assertThat(written.get("lambda_min_clipped").getAsDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(written.get("note").getAsString()).isEqualTo("-Infinity \" NaN");
  }

  @Test
  void copyOfANetworkAloneIsAPipeline() throws IOException {
    Path copy = temp.resolve("copy");
    ModelFolder.open(flat).copyTo(copy);
    ModelFolder opened = ModelFolder.open(copy);
    assertThat(opened.network()).isEqualTo(model.network());
    assertThat(opened.scheduler()).isEqualTo(ModelFolder.DEFAULT_SCHEDULER);
    assertThat(opened.assumesScheduler()).isFalse();
    assertThat(json(copy.resolve("model_index.json")).get("_class_name").getAsString())
        .isEqualTo("DDPMPipeline");
    assertThat(opened.hash()).isEqualTo(model.hash());
  }

  @Test
  void changedValuesAreWrittenIntoTheJsonThatWasThere() throws IOException {
    edit(model.path().resolve("diffusionj.json"), "microscope", "\"confocal\"");
    ModelFolder read = ModelFolder.open(model.path());
    ModelNotes notes = new ModelNotes("display", "new words");
    new ModelFolder(temp.resolve("copy"), read.network(), read.scheduler(), notes, read.original())
        .replace(read.architecture().script().tensors(), TinyModel::weights);
    JsonObject written = json(temp.resolve("copy/diffusionj.json"));
    assertThat(written.get("microscope").getAsString()).isEqualTo("confocal");
    assertThat(written.get("range").getAsString()).isEqualTo("display");
    assertThat(ModelFolder.open(temp.resolve("copy")).notes()).isEqualTo(notes);
  }

  @Test
  void shardsAreReadAndCopiedAsTheyAre() throws IOException {
    Path sharded = ModelFiles.shard(model, temp.resolve("sharded"));
    ModelFolder opened = ModelFolder.open(sharded);
    try (var whole = model.weightFiles().open();
        var parts = opened.weightFiles().open()) {
      assertThat(parts.tensors()).containsExactlyInAnyOrderElementsOf(whole.tensors());
      for (var tensor : whole.tensors()) {
        assertThat(parts.bytes(tensor.name())).isEqualTo(whole.bytes(tensor.name()));
      }
    }
    opened.copyTo(temp.resolve("copy"));
    ModelFolder copy = ModelFolder.open(temp.resolve("copy"));
    assertThat(copy.hash()).isEqualTo(opened.hash()).isNotEqualTo(model.hash());
    for (String file : ModelFiles.SHARDS) {
      assertThat(copy.path().resolve("unet").resolve(file))
          .hasSameBinaryContentAs(sharded.resolve("unet").resolve(file));
    }
  }

  @Test
  void hashOfShardsIsThatOfTheirBytesInTheOrderOfTheirNames() throws Exception {
    Path sharded = ModelFiles.shard(model, temp.resolve("sharded"));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(sharded.resolve("unet").resolve(ModelFiles.SHARDS.get(0))));
    digest.update(Files.readAllBytes(sharded.resolve("unet").resolve(ModelFiles.SHARDS.get(1))));
    assertThat(ModelFolder.open(sharded).hash())
        .isEqualTo(HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }

  @Test
  void hashFollowsTheFile() throws IOException {
    String before = model.hash();
    byte[] bytes = Files.readAllBytes(model.weights());
    bytes[bytes.length - 1] ^= 1;
    Files.delete(model.weights());
    Files.write(model.weights(), bytes);
    assertThat(model.hash()).isNotEqualTo(before);
  }

  @Test
  void indexGoesBeforeAWholeFile() throws IOException {
    Path sharded = ModelFiles.shard(model, temp.resolve("sharded"));
    Files.write(sharded.resolve("unet").resolve(WeightFiles.WHOLE), new byte[0]);
    ModelFolder.open(sharded).weightFiles().open().close();
  }

  @Test
  void indexThatDisagreesWithItsShardsIsRefused() throws IOException {
    assertIndexRefused(
        map -> map.addProperty("conv_in.bias", ModelFiles.SHARDS.get(1)),
        "puts tensor conv_in.bias into %s, but that tensor is in %s."
            .formatted(ModelFiles.SHARDS.get(1), ModelFiles.SHARDS.get(0)));
    assertIndexRefused(
        map -> map.remove("conv_in.bias"),
        "does not list tensor conv_in.bias, but that tensor is in " + ModelFiles.SHARDS.get(0));
    assertIndexRefused(
        map -> map.addProperty("ghost", ModelFiles.SHARDS.get(0)),
        "puts tensor ghost into %s, where it is not.".formatted(ModelFiles.SHARDS.get(0)));
    assertIndexRefused(
        map -> map.addProperty("ghost", "gone.safetensors"),
        "lists the file gone.safetensors, which is missing.");
  }

  @Test
  void indexThatLeavesItsFolderIsRefused() throws IOException {
    for (String name :
        new String[] {
          "../x.safetensors",
          "..\\x.safetensors",
          "/etc/x.safetensors",
          "C:x.safetensors",
          "a/b.safetensors",
          ".x.safetensors",
          "",
          "model_index.json",
          "x.safetensors\nsecond line"
        }) {
      assertIndexRefused(
          map -> map.addProperty("conv_in.bias", name),
          "is not the plain name of a safetensors file beside it.");
    }
    assertIndexRefused(map -> map.add("conv_in.bias", new JsonArray()), "is not the plain name");
    assertIndexRefused(
        map -> map.entrySet().removeIf(entry -> true), "has no weight_map that says which file");
  }

  private void assertIndexRefused(Consumer<JsonObject> change, String sentence) throws IOException {
    Path folder = Files.createTempDirectory(temp, "sharded");
    Path sharded = ModelFiles.shard(model, folder.resolve("model"));
    Path index = sharded.resolve("unet").resolve(ModelFiles.SHARD_INDEX);
    JsonObject json = json(index);
    change.accept(json.getAsJsonObject("weight_map"));
    Files.writeString(index, json.toString());
    assertThatThrownBy(() -> ModelFolder.open(sharded).weightFiles().open())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(index + " ")
        .hasMessageEndingWith(".")
        .hasMessageContaining(sentence);
  }

  @Test
  void onlyVariantIsTaken() throws IOException {
    Path variant = flat.resolve("diffusion_pytorch_model.fp16.safetensors");
    Files.move(flat.resolve(WeightFiles.WHOLE), variant);
    assertThat(ModelFolder.open(flat).weightFiles().main()).isEqualTo(variant);
    assertThat(ModelFolder.open(flat).hash()).isEqualTo(model.hash());
    Files.copy(variant, flat.resolve("diffusion_pytorch_model.ema.safetensors"));
    assertThatThrownBy(() -> ModelFolder.open(flat).hash())
        .isInstanceOf(IOException.class)
        .hasMessage(
            flat
                + " holds the weights in several variants, diffusion_pytorch_model.ema.safetensors,"
                + " diffusion_pytorch_model.fp16.safetensors; keep one, or name one"
                + " diffusion_pytorch_model.safetensors.");
  }

  @Test
  void shardsOfAVariantAreTaken() throws IOException {
    Path unet = ModelFiles.shard(model, temp.resolve("sharded")).resolve("unet");
    Files.move(
        unet.resolve(ModelFiles.SHARD_INDEX),
        unet.resolve("diffusion_pytorch_model.safetensors.index.fp16.json"));
    ModelFolder opened = ModelFolder.open(temp.resolve("sharded"));
    opened.weightFiles().open().close();
    opened.copyTo(temp.resolve("copy"));
    ModelFolder.open(temp.resolve("copy")).weightFiles().open().close();
  }

  @Test
  void pickleIsRefusedWithTheWayToConvertIt() throws IOException {
    Path pickle = flat.resolve("diffusion_pytorch_model.bin");
    Files.move(flat.resolve(WeightFiles.WHOLE), pickle);
    assertThat(ModelFolder.isModel(flat)).isTrue();
    assertThatThrownBy(() -> ModelFolder.open(flat).hash())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(pickle + " holds the weights as a Python pickle")
        .hasMessageEndingWith(
            "from diffusers import UNet2DModel; UNet2DModel.from_pretrained(r\"%s\","
                    .formatted(flat)
                + " use_safetensors=False).save_pretrained(r\"%s\").".formatted(flat));
    Files.move(pickle, flat.resolve("diffusion_pytorch_model.fp16.bin"));
    assertThatThrownBy(() -> ModelFolder.open(flat).hash())
        .hasMessageContaining("use_safetensors=False, variant=\"fp16\")");
  }

  private static void edit(Path file, String key, String value) throws IOException {
    JsonObject json = json(file);
    json.add(key, JsonParser.parseString(value));
    Files.writeString(file, json.toString());
  }

  private static JsonObject json(Path file) throws IOException {
    JsonElement element = JsonParser.parseString(Files.readString(file));
    return element.getAsJsonObject();
  }
}

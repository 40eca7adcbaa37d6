package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

  private static final Path ROOT = Path.of("src/test/resources/unet");
  private static final List<String> FILES =
      List.of("unet/config.json", "scheduler/scheduler_config.json");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "mid-attention",
        "attention-blocks",
        "ddpm-style",
        "scale-shift",
        "scale-shift-plain-attention",
        "leftover-channels"
      })
  void modelOfDiffusersComesBackTheSame(String name) throws IOException {
    ModelFolder original = ModelFolder.open(ROOT.resolve(name));
    ModelFolder copy = copy(original, temp.resolve("copy"));
    assertThat(copy.network()).isEqualTo(original.network());
    assertThat(copy.scheduler()).isEqualTo(original.scheduler());
    for (String file : FILES) {
      JsonObject before = json(original.path().resolve(file));
      JsonObject after = json(copy.path().resolve(file));
      for (Map.Entry<String, JsonElement> entry : after.entrySet()) {
        if (!entry.getKey().equals("_diffusers_version")) {
          assertThat(value(entry.getValue()))
              .as(entry.getKey())
              .isEqualTo(value(before.get(entry.getKey())));
        }
      }
    }
    try (Safetensors before = Safetensors.open(original.weights());
        Safetensors after = Safetensors.open(copy.weights())) {
      assertThat(after.tensors()).containsExactlyInAnyOrderElementsOf(before.tensors());
      for (TensorSpec tensor : before.tensors()) {
        assertThat(after.bytes(tensor.name())).isEqualTo(before.bytes(tensor.name()));
      }
    }
  }

  private static ModelFolder copy(ModelFolder model, Path folder) throws IOException {
    ModelFolder target = new ModelFolder(folder, model.network(), model.scheduler(), model.notes());
    try (Safetensors file = Safetensors.open(model.weights())) {
      target.replace(model.architecture().script().tensors(), t -> file.bytes(t.name()));
    }
    return ModelFolder.open(folder);
  }

  /** Numbers by value: 1 is 1.0. */
  private static Object value(JsonElement element) {
    boolean number = element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
    return number ? (Object) element.getAsDouble() : element;
  }

  @Test
  void folderThatIsNoModelIsRefusedAndUntouched() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("holiday"));
    Files.writeString(folder.resolve("photo.txt"), "sun");
    Map<String, String> before = contents(temp);
    assertThatThrownBy(() -> TinyModel.create(folder, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is there already and is not a model; choose another name.");
    assertThat(contents(temp)).isEqualTo(before);
  }

  @Test
  void folderWithMoreThanOurFoldersIsRefusedAndUntouched() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("model"), 1);
    Files.createDirectories(model.path().resolve("vae"));
    Files.writeString(model.path().resolve("vae").resolve("config.json"), "{}");
    Map<String, String> before = contents(temp);
    assertThatThrownBy(() -> TinyModel.create(model.path(), 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds the folder vae");
    assertThat(contents(temp)).isEqualTo(before);
  }

  @Test
  void readmeOfAReplacedModelIsKept() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("model"), 1);
    Files.writeString(model.path().resolve("README.md"), "mine");
    TinyModel.create(model.path(), 3);
    assertThat(model.path().resolve("README.md")).hasContent("mine");
    assertThat(ModelFolder.open(model.path()).network().inChannels()).isEqualTo(3);
    assertThat(temp).isDirectoryNotContaining("glob:**/.model*");
  }

  @Test
  void failureInTheMiddleLeavesTheOldModel() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("model"), 1);
    Map<String, String> before = contents(temp);
    List<TensorSpec> tensors = model.architecture().script().tensors();
    TensorSpec last = tensors.get(tensors.size() - 1);
    SafetensorsWriter.Source failing =
        tensor -> {
          if (tensor.equals(last)) {
            throw new IOException("The disk is full.");
          }
          return TinyModel.weights(tensor);
        };
    assertThatThrownBy(() -> model.replace(tensors, failing)).hasMessage("The disk is full.");
    assertThat(contents(temp)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "in_channels | 0 | in_channels must be between 1 and 65536, but is 0.",
        "in_channels | 1.5 | in_channels must be a whole number, but is 1.5.",
        "in_channels | \"1\" | in_channels must be a whole number, but is \"1\".",
        "in_channels | 1e99 | in_channels must be a whole number, but is 1e99.",
        "norm_eps | 1e999 | norm_eps must be a number, but is 1e999.",
        "norm_eps | 0 | norm_eps must be above 0, but is 0.0.",
        "add_attention | 1 | add_attention must be true or false, but is 1.",
        "block_out_channels | 8 | block_out_channels must be a list of whole numbers.",
        "block_out_channels | [8, null] | each entry of block_out_channels must be one of whole",
        "block_out_channels | [] | number of entries in block_out_channels must be between 1",
        "block_out_channels | [8, 18] | norm_num_groups must divide every entry",
        "down_block_types | [\"DownBlock2D\"] | down_block_types must have as many entries",
        "down_block_types | [\"DownBlock2D\", \"CrossAttnDownBlock2D\"] | holds CrossAttnDownBlock2D, but",
        "down_block_types | [\"DownBlock2D\", \"SkipDownBlock2D\"] | down_block_types holds SkipDownBlock2D, but only DownBlock2D, AttnDownBlock2D, ResnetDownsampleBlock2D, KDownBlock2D, KCrossAttnDownBlock2D are supported.",
        "down_block_types | [\"DownBlock2D\", \"AttnSkipDownBlock2D\"] | AttnSkipDownBlock2D, but only",
        "down_block_types | [\"DownBlock2D\", \"SimpleCrossAttnDownBlock2D\"] | SimpleCrossAttnDownBlock2D, but only",
        "down_block_types | [\"DownBlock2D\", \"DownEncoderBlock2D\"] | DownEncoderBlock2D, but only",
        "down_block_types | [\"DownBlock2D\", \"AttnDownEncoderBlock2D\"] | AttnDownEncoderBlock2D, but only",
        "down_block_types | [\"DownBlock2D\", \"UpBlock2D\"] | down_block_types holds UpBlock2D, but",
        "down_block_types | [\"DownBlock2D\", \"KDownBlock2D\"] | fit only each other, but down_block_types is [DownBlock2D, KDownBlock2D]",
        "up_block_types | [\"SkipUpBlock2D\", \"UpBlock2D\"] | up_block_types holds SkipUpBlock2D, but only UpBlock2D, AttnUpBlock2D, ResnetUpsampleBlock2D, KUpBlock2D, KCrossAttnUpBlock2D are supported.",
        "up_block_types | [\"AttnSkipUpBlock2D\", \"UpBlock2D\"] | AttnSkipUpBlock2D, but only",
        "up_block_types | [\"CrossAttnUpBlock2D\", \"UpBlock2D\"] | CrossAttnUpBlock2D, but only",
        "up_block_types | [\"SimpleCrossAttnUpBlock2D\", \"UpBlock2D\"] | SimpleCrossAttnUpBlock2D, but only",
        "up_block_types | [\"UpDecoderBlock2D\", \"UpBlock2D\"] | UpDecoderBlock2D, but only",
        "up_block_types | [\"AttnUpDecoderBlock2D\", \"UpBlock2D\"] | AttnUpDecoderBlock2D, but only",
        "act_fn | \"tanh\" | act_fn must be one of silu, swish, gelu, relu, mish, but is tanh.",
        "mid_block_type | \"UNetMidBlock2DCrossAttn\" | mid_block_type is UNetMidBlock2DCrossAttn, but only UNetMidBlock2D or null is supported.",
        "mid_block_scale_factor | 0 | mid_block_scale_factor must be above 0, but is 0.0.",
        "time_embedding_type | \"rotary\" | time_embedding_type must be one of positional, fourier, learned, but is 'rotary'.",
        "time_embedding_type | \"learned\" | num_train_timesteps must be given with time_embedding_type learned.",
        "num_train_timesteps | -1 | num_train_timesteps must be between 0 and 1000000, but is -1.",
        "time_embedding_dim | -1 | time_embedding_dim must be between 0 and 65536, but is -1.",
        "freq_shift | 4 | freq_shift must be from 0 to below half of the first of block_out_channels, 4, but is 4.0.",
        "freq_shift | -1 | freq_shift must be at least 0, but is -1.0.",
        "downsample_padding | 2 | downsample_padding must be between 0 and 1, but is 2.",
        "downsample_type | \"pool\" | downsample_type must be one of conv, resnet, but is 'pool'.",
        "upsample_type | \"fir\" | upsample_type must be one of conv, resnet, but is 'fir'.",
        "class_embed_type | \"projection\" | class_embed_type is projection, but only null or timestep or identity is supported.",
        "num_class_embeds | -1 | num_class_embeds must be between",
        "layers_per_block | 0 | layers_per_block must be between 1 and 64, but is 0.",
        "norm_num_groups | null | norm_num_groups must be given, but is null or 0",
        "resnet_time_scale_shift | \"spatial\" | resnet_time_scale_shift is spatial, but only default or scale_shift is supported.",
        "dropout | 1 | dropout must be from 0 to below 1, but is 1.0.",
        "_class_name | \"UNet2DConditionModel\" | _class_name is UNet2DConditionModel, but only",
        "sample_size | [16] | sample_size must be one number, or height and width, but is [16].",
        "sample_size | [16, 0] | sample_size must be above 0, but is 16 × 0.",
      })
  void networksThatAreNotSupportedAreRefused(String key, String value, String expected)
      throws IOException {
    assertRefused("plain", "unet/config.json", key, value, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "attention-blocks, attention_head_dim, 17, attention_head_dim must be at most the channels",
    "mid-attention, attention_head_dim, 17, attention_head_dim must be at most the channels",
    "mid-attention, attn_norm_num_groups, 5, attn_norm_num_groups must divide the last",
    "k-attention, attention_head_dim, 33, attention_head_dim must be at most the channels",
    "k-attention-one-level, time_embedding_dim, 16, KCrossAttnDownBlock2D at the end of",
  })
  void attentionThatDoesNotFitIsRefused(String model, String key, String value, String expected)
      throws IOException {
    assertRefused(model, "unet/config.json", key, value, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "num_train_timesteps | 0 | num_train_timesteps must be between 1 and 1000000, but is 0.",
        "beta_start | -1 | -1.0",
        "beta_end | 2 | 2.0",
        "beta_schedule | \"cosine\" | squaredcos_cap_v2",
        "prediction_type | \"flow\" | v_prediction",
        "variance_type | \"learned\" | variance_type is learned, but only",
        "trained_betas | [0.1, 0.2] | trained_betas must have num_train_timesteps (1000) entries",
        "thresholding | 1 | thresholding must be true or false, but is 1.",
        "rescale_betas_zero_snr | true | rescale_betas_zero_snr is true",
        "clip_sample_range | -1 | clip_sample_range must be above 0, but is -1.0.",
        "_class_name | \"FlowMatchEulerDiscreteScheduler\" | _class_name is FlowMatchEuler",
      })
  void schedulersThatAreNotSupportedAreRefused(String key, String value, String expected)
      throws IOException {
    assertRefused("plain", "scheduler/scheduler_config.json", key, value, expected);
  }

  private void assertRefused(String model, String file, String key, String value, String expected)
      throws IOException {
    Path folder = temp.resolve("model");
    for (String each : FILES) {
      Files.createDirectories(folder.resolve(each).getParent());
      Files.copy(ROOT.resolve(model).resolve(each), folder.resolve(each));
    }
    JsonObject json = json(folder.resolve(file));
    json.add(key, JsonFile.parse("{\"value\": " + value + "}").get("value"));
    Files.writeString(folder.resolve(file), json.toString());
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve(file) + ": ")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet/config.json", "scheduler/scheduler_config.json"})
  void missingFilesAreNamed(String file) throws IOException {
    Path folder = TinyModel.create(temp.resolve("model"), 1).path();
    Files.delete(folder.resolve(file));
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve(file) + " is missing.");
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        contents.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}

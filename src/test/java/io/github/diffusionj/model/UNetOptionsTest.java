package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.diffusionj.engine.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The networks that UNetGoldenTest compares with diffusers have, between them, every value of every
 * option: a key or a choice that is forgotten there fails here.
 */
class UNetOptionsTest {

  private static final Path ROOT = Path.of("src/test/resources/unet");

  /** Keys whose values are a choice, and all of their choices. */
  private static final Map<String, Set<String>> CHOICES =
      Map.ofEntries(
          Map.entry("act_fn", Set.of("silu", "swish", "gelu", "relu", "mish")),
          Map.entry("add_attention", Set.of("true", "false")),
          Map.entry("center_input_sample", Set.of("true", "false")),
          Map.entry("class_embed_type", Set.of("null", "timestep", "identity")),
          Map.entry(
              "down_block_types",
              Set.of(
                  "DownBlock2D",
                  "AttnDownBlock2D",
                  "ResnetDownsampleBlock2D",
                  "KDownBlock2D",
                  "KCrossAttnDownBlock2D",
                  "UNetResDownBlock2D",
                  "UNetResAttnDownBlock2D")),
          Map.entry("downsample_padding", Set.of("0", "1")),
          Map.entry("downsample_type", Set.of("conv", "resnet")),
          Map.entry("flip_sin_to_cos", Set.of("true", "false")),
          Map.entry("mid_block_type", Set.of("UNetMidBlock2D", "null")),
          Map.entry("resnet_time_scale_shift", Set.of("default", "scale_shift")),
          Map.entry("time_embedding_type", Set.of("positional", "fourier", "learned")),
          Map.entry(
              "up_block_types",
              Set.of(
                  "UpBlock2D",
                  "AttnUpBlock2D",
                  "ResnetUpsampleBlock2D",
                  "KUpBlock2D",
                  "KCrossAttnUpBlock2D",
                  "UNetResUpBlock2D",
                  "UNetResAttnUpBlock2D")),
          Map.entry("upsample_type", Set.of("conv", "resnet")));

  /** Keys of numbers: the values that must be among those tried. */
  private static final Map<String, Set<String>> NUMBERS =
      Map.ofEntries(
          Map.entry("attention_head_dim", Set.of("null", "4", "5", "8")),
          Map.entry("attn_norm_num_groups", Set.of("null", "2")),
          Map.entry("block_out_channels", Set.of("8", "9", "16", "48")),
          Map.entry("dropout", Set.of("0.0", "0.1")),
          Map.entry("freq_shift", Set.of("0", "1")),
          Map.entry("in_channels", Set.of("1", "3")),
          Map.entry("layers_per_block", Set.of("1", "2", "3")),
          Map.entry("mid_block_scale_factor", Set.of("1", "1.4142135")),
          Map.entry("norm_eps", Set.of("1e-05", "1e-06", "0.001")),
          Map.entry("norm_num_groups", Set.of("null", "3", "4")),
          Map.entry("num_class_embeds", Set.of("null", "3", "5")),
          Map.entry("num_train_timesteps", Set.of("null", "1000")),
          Map.entry("out_channels", Set.of("1", "3", "6")),
          Map.entry("sample_size", Set.of("null", "16", "24")),
          Map.entry("time_embedding_dim", Set.of("null", "10", "32")));

  @Test
  void everyChoiceIsTriedAndNoOther() throws IOException {
    Map<String, Set<String>> tried = tried();
    CHOICES.forEach((key, choices) -> assertThat(tried.get(key)).as(key).isEqualTo(choices));
  }

  @Test
  void everyNumberIsTriedAtSeveralValues() throws IOException {
    Map<String, Set<String>> tried = tried();
    NUMBERS.forEach((key, values) -> assertThat(tried.get(key)).as(key).containsAll(values));
  }

  @Test
  void theseAreTheKeysOfDiffusersAndOurs() throws IOException {
    Set<String> keys = new TreeSet<>(CHOICES.keySet());
    keys.addAll(NUMBERS.keySet());
    assertThat(tried().keySet()).isEqualTo(keys);
    Set<String> written = new TreeSet<>(TinyModel.network(1).toJson().keySet());
    assertThat(written).containsAll(keys);
    written.removeAll(keys);
    assertThat(written).containsExactly("_class_name", "_diffusers_version");
  }

  @Test
  void theDocumentationListsEveryKey() throws IOException {
    String table = Files.readString(Path.of("docs/unet.md"));
    for (String key : tried().keySet()) {
      assertThat(table).contains("| `" + key + "` |");
    }
  }

  /** All values of each key in the configurations that diffusers wrote, of lists each entry. */
  private static Map<String, Set<String>> tried() throws IOException {
    Map<String, Set<String>> tried = new TreeMap<>();
    try (Stream<Path> folders = Files.list(ROOT)) {
      for (Path folder : folders.toList()) {
        Path file = folder.resolve("unet").resolve("config.json");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        json.entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("_"))
            .forEach(entry -> add(tried, entry.getKey(), entry.getValue()));
      }
    }
    return tried;
  }

  private static void add(Map<String, Set<String>> tried, String key, JsonElement value) {
    if (value.isJsonArray()) {
      value.getAsJsonArray().forEach(entry -> add(tried, key, entry));
    } else {
      String text = value.isJsonNull() ? "null" : value.getAsString();
      tried.computeIfAbsent(key, k -> new TreeSet<>()).add(text);
    }
  }
}

package io.github.diffusionj.model.unet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.json.Diffusers;
import io.github.diffusionj.model.json.JsonArrays;
import io.github.diffusionj.model.script.Activation;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.ClassEmbedding;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.unet.part.Middle;
import io.github.diffusionj.model.unet.part.Normalisation;
import io.github.diffusionj.model.unet.part.Resampling;
import io.github.diffusionj.model.unet.part.SampleSize;
import io.github.diffusionj.model.unet.part.TimeEmbedding;
import java.util.List;

/** {@link UNetConfig} from and to {@code unet/config.json}, with diffusers' keys and defaults. */
public final class UNetJson {

  /** The {@code _class_name} of a U-Net; of a file without one too. */
  public static final String CLASS = "UNet2DModel";

  private static final String MIDDLE = "UNetMidBlock2D";
  private static final String SCALE_SHIFT = "scale_shift";

  private static final List<String> DEFAULT_DOWN =
      List.of("DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D");
  private static final List<String> DEFAULT_UP =
      List.of("AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D");

  private UNetJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming the key, its value and what is supported
   */
  public static UNetConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    return new UNetConfig(
        sampleSize(json, keys),
        keys.integer("in_channels", 3),
        keys.integer("out_channels", 3),
        keys.flag("center_input_sample", false),
        levels(keys),
        middle(json, keys),
        resampling(keys),
        timeEmbedding(keys),
        classEmbedding(keys),
        orNull(json, keys, "attention_head_dim", 8),
        normalisation(json, keys),
        Activation.of(keys.text("act_fn", "silu")),
        keys.number("dropout", 0));
  }

  private static SampleSize sampleSize(JsonObject json, ConfigReader keys) {
    if (!keys.has("sample_size") || !json.get("sample_size").isJsonArray()) {
      return SampleSize.square(keys.integer("sample_size", 0));
    }
    List<Integer> sizes = keys.integers("sample_size", List.of());
    if (sizes.size() != 2) {
      throw new IllegalArgumentException(
          "sample_size must be one number, or height and width, but is %s.".formatted(sizes));
    }
    return new SampleSize(sizes.get(0), sizes.get(1));
  }

  private static Levels levels(ConfigReader keys) {
    return new Levels(
        blocks(BlockType.Side.DOWN, keys, DEFAULT_DOWN),
        blocks(BlockType.Side.UP, keys, DEFAULT_UP),
        keys.integers("block_out_channels", List.of(224, 448, 672, 896)),
        keys.integer("layers_per_block", 2));
  }

  private static List<BlockType> blocks(
      BlockType.Side side, ConfigReader keys, List<String> defaults) {
    return keys.texts(side.key(), defaults).stream()
        .map(label -> BlockType.of(side, label))
        .toList();
  }

  private static Middle middle(JsonObject json, ConfigReader keys) {
    keys.supports("mid_block_type", MIDDLE, MIDDLE, "null");
    return new Middle(
        !json.has("mid_block_type") || keys.has("mid_block_type"),
        keys.flag("add_attention", true),
        keys.number("mid_block_scale_factor", 1),
        keys.integer("attn_norm_num_groups", 0));
  }

  private static Resampling resampling(ConfigReader keys) {
    return new Resampling(
        keys.integer("downsample_padding", 1),
        layer("downsample_type", keys),
        layer("upsample_type", keys));
  }

  private static Resampling.Layer layer(String key, ConfigReader keys) {
    return Labelled.of(Resampling.Layer.class, key, keys.text(key, Resampling.Layer.CONV.label()));
  }

  private static TimeEmbedding timeEmbedding(ConfigReader keys) {
    String kind = keys.text("time_embedding_type", TimeEmbedding.Kind.POSITIONAL.label());
    return new TimeEmbedding(
        Labelled.of(TimeEmbedding.Kind.class, "time_embedding_type", kind),
        keys.integer("time_embedding_dim", 0),
        keys.flag("flip_sin_to_cos", true),
        keys.number("freq_shift", 0),
        keys.integer("num_train_timesteps", 0));
  }

  private static ClassEmbedding classEmbedding(ConfigReader keys) {
    int classes = keys.integer("num_class_embeds", 0);
    keys.supports("class_embed_type", "null", "null", "timestep", "identity");
    if (!keys.has("class_embed_type")) {
      return ClassEmbedding.table(classes);
    }
    String kind = keys.text("class_embed_type", "");
    return new ClassEmbedding(
        Labelled.of(ClassEmbedding.Kind.class, "class_embed_type", kind), classes);
  }

  private static Normalisation normalisation(JsonObject json, ConfigReader keys) {
    keys.supports("resnet_time_scale_shift", "default", "default", SCALE_SHIFT);
    return new Normalisation(
        orNull(json, keys, "norm_num_groups", 32),
        keys.number("norm_eps", 1e-5),
        keys.text("resnet_time_scale_shift", "default").equals(SCALE_SHIFT));
  }

  /** A number whose default is not null, but that may be: 0 then. */
  private static int orNull(JsonObject json, ConfigReader keys, String key, int fallback) {
    return keys.integer(key, json.has(key) ? 0 : fallback);
  }

  /** Writes a configuration with every key. */
  static JsonObject write(UNetConfig config) {
    JsonObject json = new JsonObject();
    json.addProperty("_class_name", CLASS);
    json.addProperty("_diffusers_version", Diffusers.VERSION);
    json.add("sample_size", sampleSize(config.sample()));
    json.addProperty("in_channels", config.inChannels());
    json.addProperty("out_channels", config.outChannels());
    json.addProperty("center_input_sample", config.centerInputSample());
    writeTime(json, config.time());
    writeLevels(json, config.levels(), config.middle());
    json.addProperty("downsample_padding", config.resampling().padding());
    json.addProperty("downsample_type", config.resampling().down().label());
    json.addProperty("upsample_type", config.resampling().up().label());
    json.addProperty("dropout", config.dropout());
    json.addProperty("act_fn", config.activation().label());
    json.add("attention_head_dim", integerOrNull(config.attentionHeadDim()));
    writeNormalisation(json, config.normalisation());
    writeClasses(json, config.classEmbedding());
    return json;
  }

  private static JsonElement sampleSize(SampleSize sample) {
    if (sample.isSquare()) {
      return integerOrNull(sample.height());
    }
    return JsonArrays.ofNumbers(List.of(sample.height(), sample.width()));
  }

  private static void writeTime(JsonObject json, TimeEmbedding time) {
    json.addProperty("time_embedding_type", time.kind().label());
    json.add("time_embedding_dim", integerOrNull(time.width()));
    json.addProperty("freq_shift", shortest(time.freqShift()));
    json.addProperty("flip_sin_to_cos", time.flipSinToCos());
    json.add("num_train_timesteps", integerOrNull(time.timesteps()));
  }

  private static void writeLevels(JsonObject json, Levels levels, Middle middle) {
    json.add("down_block_types", labels(levels.down()));
    json.add("mid_block_type", middle.present() ? new JsonPrimitive(MIDDLE) : JsonNull.INSTANCE);
    json.add("up_block_types", labels(levels.up()));
    json.add("block_out_channels", JsonArrays.ofNumbers(levels.channels()));
    json.addProperty("layers_per_block", levels.layers());
    json.addProperty("add_attention", middle.attention());
    json.addProperty("mid_block_scale_factor", shortest(middle.scale()));
    json.add("attn_norm_num_groups", integerOrNull(middle.attentionGroups()));
  }

  private static void writeNormalisation(JsonObject json, Normalisation normalisation) {
    json.add("norm_num_groups", integerOrNull(normalisation.groups()));
    json.addProperty("norm_eps", normalisation.eps());
    json.addProperty(
        "resnet_time_scale_shift", normalisation.scaleShift() ? SCALE_SHIFT : "default");
  }

  private static void writeClasses(JsonObject json, ClassEmbedding classes) {
    json.add(
        "class_embed_type",
        switch (classes.kind()) {
          case NONE, TABLE -> JsonNull.INSTANCE;
          case TIMESTEP, IDENTITY -> new JsonPrimitive(classes.kind().label());
        });
    json.add("num_class_embeds", integerOrNull(classes.stated()));
  }

  private static JsonElement integerOrNull(int value) {
    return value == 0 ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }

  /** A whole number without its fraction, as Python writes it. */
  private static Number shortest(double value) {
    return value == Math.rint(value) ? (Number) (long) value : (Number) value;
  }

  private static JsonArray labels(List<BlockType> blocks) {
    return JsonArrays.ofTexts(BlockType.labels(blocks));
  }
}

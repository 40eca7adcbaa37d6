package io.github.diffusionj.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.diffusionj.engine.model.json.ConfigReader;
import java.util.List;

/** {@link UNetConfig} from and to {@code unet/config.json}, with diffusers' keys and defaults. */
final class UNetJson {

  /** The diffusers release whose keys are written. */
  static final String DIFFUSERS_VERSION = "0.35.1";

  private static final String CLASS = "UNet2DModel";

  private UNetJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming the key, its value and what is supported
   */
  static UNetConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    refuseUnsupported(keys);
    return new UNetConfig(
        keys.integer("sample_size", 0),
        keys.integer("in_channels", 3),
        keys.integer("out_channels", 3),
        keys.flag("center_input_sample", false),
        keys.flag("flip_sin_to_cos", true),
        keys.number("freq_shift", 0),
        blocks(keys, "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D")),
        blocks(keys, "up_block_types", List.of("UpBlock2D", "AttnUpBlock2D")),
        keys.integers("block_out_channels", List.of(224, 448, 672, 896)),
        keys.integer("layers_per_block", 2),
        keys.flag("add_attention", true),
        keys.number("mid_block_scale_factor", 1),
        keys.integer("downsample_padding", 1),
        Activation.of(keys.text("act_fn", "silu")),
        keys.has("attention_head_dim") || !json.has("attention_head_dim")
            ? keys.integer("attention_head_dim", 8)
            : 0,
        keys.integer("norm_num_groups", 32),
        keys.integer("attn_norm_num_groups", 0),
        keys.number("norm_eps", 1e-5),
        keys.text("resnet_time_scale_shift", "default").equals("scale_shift"),
        keys.integer("num_class_embeds", 0));
  }

  private static void refuseUnsupported(ConfigReader keys) {
    if (keys.has("time_embedding_dim")) {
      throw new IllegalArgumentException(
          "time_embedding_dim is set, but only its default is supported.");
    }
    keys.supports("_class_name", CLASS, CLASS);
    keys.supports("time_embedding_type", "positional", "positional");
    keys.supports("mid_block_type", "UNetMidBlock2D", "UNetMidBlock2D");
    keys.supports("downsample_type", "conv", "conv");
    keys.supports("upsample_type", "conv", "conv");
    keys.supports("resnet_time_scale_shift", "default", "default", "scale_shift");
    keys.supports("class_embed_type", "null", "null");
  }

  private static List<BlockType> blocks(ConfigReader keys, String key, List<String> allowed) {
    return keys.texts(key, List.of()).stream().map(label -> block(key, label, allowed)).toList();
  }

  private static BlockType block(String key, String label, List<String> allowed) {
    for (BlockType type : BlockType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "%s holds %s, but only %s are supported."
            .formatted(key, label, String.join(" and ", allowed)));
  }

  /** Writes a configuration with every key that it has a value for. */
  static JsonObject write(UNetConfig config) {
    JsonObject json = new JsonObject();
    json.addProperty("_class_name", CLASS);
    json.addProperty("_diffusers_version", DIFFUSERS_VERSION);
    json.add("sample_size", integerOrNull(config.sampleSize()));
    json.addProperty("in_channels", config.inChannels());
    json.addProperty("out_channels", config.outChannels());
    json.addProperty("center_input_sample", config.centerInputSample());
    json.addProperty("time_embedding_type", "positional");
    json.addProperty("freq_shift", shortest(config.freqShift()));
    json.addProperty("flip_sin_to_cos", config.flipSinToCos());
    json.add("down_block_types", labels(config.downBlocks()));
    json.addProperty("mid_block_type", "UNetMidBlock2D");
    json.add("up_block_types", labels(config.upBlocks()));
    JsonArray channels = new JsonArray();
    config.channels().forEach(channels::add);
    json.add("block_out_channels", channels);
    json.addProperty("layers_per_block", config.layersPerBlock());
    json.addProperty("mid_block_scale_factor", shortest(config.midBlockScaleFactor()));
    json.addProperty("downsample_padding", config.downsamplePadding());
    json.addProperty("downsample_type", "conv");
    json.addProperty("upsample_type", "conv");
    json.addProperty("dropout", 0.0);
    json.addProperty("act_fn", config.activation().label());
    json.add("attention_head_dim", integerOrNull(config.attentionHeadDim()));
    json.addProperty("norm_num_groups", config.normGroups());
    json.add("attn_norm_num_groups", integerOrNull(config.attentionNormGroups()));
    json.addProperty("norm_eps", config.normEps());
    json.addProperty("resnet_time_scale_shift", config.scaleShift() ? "scale_shift" : "default");
    json.addProperty("add_attention", config.midAttention());
    json.add("class_embed_type", JsonNull.INSTANCE);
    json.add("num_class_embeds", integerOrNull(config.classes()));
    return json;
  }

  private static JsonElement integerOrNull(int value) {
    return value == 0 ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }

  /** A whole number without its fraction, as Python writes it. */
  private static Number shortest(double value) {
    return value == Math.rint(value) ? (Number) (long) value : (Number) value;
  }

  private static JsonArray labels(List<BlockType> blocks) {
    JsonArray array = new JsonArray();
    blocks.forEach(block -> array.add(block.label()));
    return array;
  }
}

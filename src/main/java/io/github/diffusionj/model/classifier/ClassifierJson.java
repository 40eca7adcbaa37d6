package io.github.diffusionj.model.classifier;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.json.JsonArrays;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import java.util.List;

/**
 * {@link ClassifierConfig} from and to its {@code config.json}, with diffusers' keys where it can.
 */
final class ClassifierJson {

  private static final String CLASS = "NoisyClassifier";

  private static final String CLASS_NAME = "_class_name";
  private static final String SAMPLE_SIZE = "sample_size";
  private static final String IN = "in_channels";
  private static final String CHANNELS = "block_out_channels";
  private static final String LAYERS = "layers_per_block";
  private static final String HEAD = "attention_head_dim";
  private static final String GROUPS = "norm_num_groups";
  private static final String CLASSES = "classes";
  private static final String SCHEDULE = "schedule";

  private static final List<String> KEYS =
      List.of(
          CLASS_NAME,
          SAMPLE_SIZE,
          IN,
          BlockType.Side.DOWN.key(),
          CHANNELS,
          LAYERS,
          HEAD,
          GROUPS,
          CLASSES,
          SCHEDULE);

  private ClassifierJson() {}

  /**
   * Reads a configuration. Since the format is ours alone, every key is needed and no other known.
   *
   * @throws IllegalArgumentException naming the key, its value and what is allowed
   */
  static ClassifierConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    keys.check(KEYS, KEYS);
    keys.supports(CLASS_NAME, "null", CLASS);
    List<BlockType> down =
        keys.texts(BlockType.Side.DOWN.key(), List.of()).stream()
            .map(label -> BlockType.of(BlockType.Side.DOWN, label))
            .toList();
    return ClassifierConfig.of(
        keys.integer(SAMPLE_SIZE, 0),
        keys.integer(IN, 0),
        down,
        keys.integers(CHANNELS, List.of()),
        keys.integer(LAYERS, 0),
        keys.integer(HEAD, 0),
        keys.integer(GROUPS, 0),
        keys.texts(CLASSES, List.of()),
        keys.text(SCHEDULE, ""));
  }

  static JsonObject write(ClassifierConfig config) {
    UNetConfig encoder = config.encoder();
    JsonObject json = new JsonObject();
    json.addProperty(CLASS_NAME, CLASS);
    json.addProperty(SAMPLE_SIZE, encoder.sampleSize());
    json.addProperty(IN, encoder.inChannels());
    json.add(
        BlockType.Side.DOWN.key(), JsonArrays.ofTexts(BlockType.labels(encoder.levels().down())));
    json.add(CHANNELS, JsonArrays.ofNumbers(encoder.levels().channels()));
    json.addProperty(LAYERS, encoder.levels().layers());
    json.addProperty(HEAD, encoder.attentionHeadDim());
    json.addProperty(GROUPS, encoder.normalisation().groups());
    json.add(CLASSES, JsonArrays.ofTexts(config.classes()));
    json.addProperty(SCHEDULE, config.schedule());
    return json;
  }
}

package io.github.diffusionj.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.torchscript.TorchScriptJson;
import io.github.diffusionj.model.unet.UNetJson;
import java.util.Map;
import java.util.function.Function;

/** The kinds of networks that are known: the one place that lists them. */
final class NetworkKinds {

  private static final String CLASS_NAME = "_class_name";

  /** Readers of {@code config.json}, by the {@code _class_name} in it. */
  private static final Map<String, Function<JsonObject, Architecture>> ARCHITECTURES =
      Map.of(UNetJson.CLASS, UNetJson::read);

  private NetworkKinds() {}

  /** What reads the configuration of a model's network. */
  static Function<JsonObject, NetworkConfig> reader(ModelLayout layout) {
    return layout.isScript() ? TorchScriptJson::read : NetworkKinds::architecture;
  }

  /**
   * Reads a {@code config.json}; without a class it is a U-Net's, as in diffusers' first files.
   *
   * @throws IllegalArgumentException naming the key, its value and what is supported
   */
  static Architecture architecture(JsonObject config) {
    ConfigReader keys = new ConfigReader(config);
    keys.supports(
        CLASS_NAME,
        UNetJson.CLASS,
        ARCHITECTURES.keySet().stream().sorted().toArray(String[]::new));
    return ARCHITECTURES.get(keys.text(CLASS_NAME, UNetJson.CLASS)).apply(config);
  }
}

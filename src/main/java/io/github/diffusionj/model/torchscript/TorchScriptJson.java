package io.github.diffusionj.model.torchscript;

import com.google.gson.JsonObject;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.network.TimeInput;
import java.util.List;

/** {@link TorchScriptConfig} from {@code torchscript.json}. */
public final class TorchScriptJson {

  private static final String IN = "in_channels";
  private static final String OUT = "out_channels";
  private static final String SAMPLE_SIZE = "sample_size";
  private static final String MULTIPLE = "size_multiple";
  private static final String CLASSES = "num_classes";
  private static final String TIME = "time";
  private static final String RANGE = "data_range";

  /** The same key as in {@code scheduler_config.json}. */
  private static final String PREDICTION = "prediction_type";

  private static final List<String> KEYS =
      List.of(IN, OUT, SAMPLE_SIZE, MULTIPLE, CLASSES, PREDICTION, TIME, RANGE);

  private static final List<Double> MODEL_SPACE = List.of(-1.0, 1.0);

  private TorchScriptJson() {}

  /**
   * Reads a configuration. Since these keys are ours alone, one that is not known is a mistake.
   *
   * @throws IllegalArgumentException naming the key and what is allowed
   */
  public static TorchScriptConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    keys.check(KEYS, List.of(IN, MULTIPLE, PREDICTION, TIME));
    if (keys.has(RANGE) && !keys.numbers(RANGE).equals(MODEL_SPACE)) {
      throw new IllegalArgumentException(
          "data_range must be [-1, 1], what the values of clean images run over, but is %s."
              .formatted(json.get(RANGE)));
    }
    int channels = keys.integer(IN, 0);
    return new TorchScriptConfig(
        channels,
        keys.integer(OUT, channels),
        keys.integer(SAMPLE_SIZE, 0),
        keys.integer(MULTIPLE, 0),
        keys.integer(CLASSES, 0),
        Labelled.of(TimeInput.class, TIME, keys.text(TIME, "")),
        Prediction.of(keys.text(PREDICTION, "")));
  }
}

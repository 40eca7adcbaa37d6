package io.github.diffusionj.model.scheduler;

import com.google.gson.JsonObject;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.json.Diffusers;
import io.github.diffusionj.model.json.JsonArrays;
import java.util.List;

/** {@link SchedulerConfig} from and to {@code scheduler_config.json}, with diffusers' defaults. */
public final class SchedulerJson {

  public static final String PREDICTION = "prediction_type";
  private static final String PREDICT_EPSILON = "predict_epsilon";

  private SchedulerJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming the key, its value and what is supported
   */
  public static SchedulerConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    SchedulerClass kind = SchedulerClass.of(keys.text("_class_name", "DDPMScheduler"));
    kind.checkStatesSchedule(keys);
    return new SchedulerConfig(
        kind.className(),
        keys.integer("num_train_timesteps", 1000),
        keys.number("beta_start", kind.betaStart()),
        keys.number("beta_end", kind.betaEnd()),
        ScheduleType.of(keys.text("beta_schedule", "linear")),
        keys.has("trained_betas") ? keys.numbers("trained_betas") : List.of(),
        keys.flag("rescale_betas_zero_snr", false),
        prediction(keys),
        kind.variance(keys),
        clipping(kind, keys),
        SolverConfig.read(kind, keys));
  }

  /** Old files say it with {@code predict_epsilon}: false is x_0. */
  private static Prediction prediction(ConfigReader keys) {
    boolean epsilon = keys.flag(PREDICT_EPSILON, true);
    String implied = epsilon ? "epsilon" : "sample";
    Prediction prediction = Prediction.of(keys.text(PREDICTION, implied));
    if (keys.has(PREDICT_EPSILON) && !prediction.label().equals(implied)) {
      throw new IllegalArgumentException(
          "%s is %s, which is %s %s, but %s is %s; make them agree."
              .formatted(
                  PREDICT_EPSILON, epsilon, PREDICTION, implied, PREDICTION, prediction.label()));
    }
    return prediction;
  }

  /** Thresholding comes before clipping. */
  private static Clipping clipping(SchedulerClass kind, ConfigReader keys) {
    if (keys.flag("thresholding", false)) {
      return new Clipping.Dynamic(
          keys.number("dynamic_thresholding_ratio", 0.995), keys.number("sample_max_value", 1));
    }
    // Read in any case, so that a wrong one is refused.
    Clipping fixed = new Clipping.Fixed(keys.number("clip_sample_range", 1));
    return keys.flag("clip_sample", kind.clips()) ? fixed : Clipping.NONE;
  }

  public static JsonObject write(SchedulerConfig config) {
    JsonObject json = new JsonObject();
    json.addProperty("_class_name", config.className());
    json.addProperty("_diffusers_version", Diffusers.VERSION);
    json.addProperty("num_train_timesteps", config.steps());
    json.addProperty("beta_start", config.betaStart());
    json.addProperty("beta_end", config.betaEnd());
    json.addProperty("beta_schedule", config.type().label());
    if (!config.trainedBetas().isEmpty()) {
      json.add("trained_betas", JsonArrays.ofNumbers(config.trainedBetas()));
    }
    json.addProperty(PREDICTION, config.prediction().label());
    json.addProperty("variance_type", config.variance().label());
    if (config.zeroTerminalSnr()) {
      json.addProperty("rescale_betas_zero_snr", true);
    }
    json.addProperty("timestep_spacing", "leading");
    write(config.clipping(), json);
    return json;
  }

  private static void write(Clipping clipping, JsonObject json) {
    json.addProperty("clip_sample", clipping instanceof Clipping.Fixed);
    if (clipping instanceof Clipping.Fixed fixed) {
      json.addProperty("clip_sample_range", fixed.range());
    }
    json.addProperty("thresholding", clipping instanceof Clipping.Dynamic);
    if (clipping instanceof Clipping.Dynamic dynamic) {
      json.addProperty("dynamic_thresholding_ratio", dynamic.quantile());
      json.addProperty("sample_max_value", dynamic.most());
    }
  }
}

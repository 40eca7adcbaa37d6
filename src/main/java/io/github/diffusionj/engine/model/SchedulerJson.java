package io.github.diffusionj.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.model.json.ConfigReader;
import java.util.List;
import java.util.Optional;

/** {@link SchedulerConfig} from and to {@code scheduler_config.json}, with diffusers' defaults. */
final class SchedulerJson {

  private SchedulerJson() {}

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming the key, its value and what is supported
   */
  static SchedulerConfig read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    keys.supports("thresholding", "false", "false");
    keys.supports("rescale_betas_zero_snr", "false", "false");
    keys.supports("variance_type", "fixed_small", "fixed_small", "fixed_large");
    boolean clips = keys.flag("clip_sample", true);
    return new SchedulerConfig(
        keys.text("_class_name", "DDPMScheduler"),
        keys.integer("num_train_timesteps", 1000),
        keys.number("beta_start", 1e-4),
        keys.number("beta_end", 0.02),
        ScheduleType.of(keys.text("beta_schedule", "linear")),
        keys.has("trained_betas") ? keys.numbers("trained_betas") : List.of(),
        Prediction.of(keys.text("prediction_type", "epsilon")),
        Variance.of(keys.text("variance_type", "fixed_small")),
        clips ? Optional.of(keys.number("clip_sample_range", 1)) : Optional.empty());
  }

  static JsonObject write(SchedulerConfig config) {
    JsonObject json = new JsonObject();
    json.addProperty("_class_name", config.className());
    json.addProperty("_diffusers_version", UNetJson.DIFFUSERS_VERSION);
    json.addProperty("num_train_timesteps", config.steps());
    json.addProperty("beta_start", config.betaStart());
    json.addProperty("beta_end", config.betaEnd());
    json.addProperty("beta_schedule", config.type().label());
    if (!config.trainedBetas().isEmpty()) {
      JsonArray betas = new JsonArray();
      config.trainedBetas().forEach(betas::add);
      json.add("trained_betas", betas);
    }
    json.addProperty("prediction_type", config.prediction().label());
    json.addProperty("variance_type", config.variance().label());
    json.addProperty("clip_sample", config.clipRange().isPresent());
    config.clipRange().ifPresent(range -> json.addProperty("clip_sample_range", range));
    json.addProperty("timestep_spacing", "leading");
    json.addProperty("thresholding", false);
    return json;
  }
}

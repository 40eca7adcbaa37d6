package io.github.diffusionj.engine.model.scheduler;

import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimeGrid;
import io.github.diffusionj.diffusion.sampling.TimeGrid.Rule;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.model.json.ConfigReader;
import java.util.List;

/** The keys of {@code scheduler_config.json} that say how to sample, as samplers and times. */
final class SolverReader {

  /** Other ways of spreading times, and the models they are for. */
  private static final List<String> OTHER_TIMES =
      List.of("use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting");

  private SolverReader() {}

  /** The sampler of a class with the file's options. */
  static Sampler sampler(SchedulerClass kind, ConfigReader keys) {
    return switch (kind) {
      case DDPM, DDPM_PARALLEL -> new DdpmSampler(kind.variance(keys));
      case DDIM, DDIM_PARALLEL -> new DdimSampler(0);
      default ->
          throw new IllegalArgumentException("there is no sampler for " + kind.className() + ".");
    };
  }

  /** The times of a class with the file's options. */
  static TimeGrid grid(SchedulerClass kind, ConfigReader keys) {
    OTHER_TIMES.forEach(key -> keys.supports(key, "false", "false", "null"));
    keys.supports("lambda_min_clipped", "-1e999", "-1e999", "null");
    keys.supports("interpolation_type", "linear", "linear");
    keys.supports("timestep_type", "discrete", "discrete");
    keys.supports("sigma_min", "null", "null");
    keys.supports("sigma_max", "null", "null");
    int offset = keys.integer("steps_offset", 0);
    return new TimeGrid(kind.rule(), spacing(kind, keys), offset, toClean(kind, keys));
  }

  private static TimestepSpacing spacing(SchedulerClass kind, ConfigReader keys) {
    String stated = keys.text("timestep_spacing", kind.spacing());
    return TimestepSpacing.of(kind == SchedulerClass.DPM_SINGLESTEP ? kind.spacing() : stated);
  }

  private static boolean toClean(SchedulerClass kind, ConfigReader keys) {
    if (kind.rule() == Rule.DISCRETE) {
      return keys.flag("set_alpha_to_one", kind != SchedulerClass.PNDM);
    }
    keys.supports("final_sigmas_type", "zero", "zero", "sigma_min");
    return keys.text("final_sigmas_type", "zero").equals("zero");
  }
}

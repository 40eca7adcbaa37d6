package io.github.diffusionj.model.scheduler;

import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimeGrid;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.solver.DpmSinglestep;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.sampling.solver.Formulation;
import io.github.diffusionj.diffusion.sampling.solver.HeunSampler;
import io.github.diffusionj.diffusion.sampling.solver.PndmSampler;
import io.github.diffusionj.diffusion.sampling.solver.SecondOrder;
import io.github.diffusionj.diffusion.sampling.solver.UniPc;
import io.github.diffusionj.model.json.ConfigReader;
import java.util.List;
import java.util.Set;

/** The keys of {@code scheduler_config.json} that say how to sample, as samplers and times. */
final class SolverReader {

  /** Other ways of spreading times, and the models they are for. */
  private static final List<String> OTHER_TIMES =
      List.of("use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting");

  private static final String NO_BOUND = "-Infinity";

  private SolverReader() {}

  /** The sampler of a class with the file's options. */
  static Sampler sampler(SchedulerClass kind, ConfigReader keys) {
    return switch (kind) {
      case DDPM, DDPM_PARALLEL -> new DdpmSampler(kind.variance(keys));
      case DDIM, DDIM_PARALLEL, EULER -> new DdimSampler(0);
      case EULER_ANCESTRAL -> new DdimSampler(1);
      case PNDM -> new PndmSampler(pndmStart(keys));
      case IPNDM -> new PndmSampler(PndmSampler.Start.LOWER_ORDER);
      case DPM_MULTISTEP ->
          new DpmSolver(
              formulation(keys),
              order(keys),
              secondOrder(keys),
              keys.flag("lower_order_final", true),
              keys.flag("euler_at_final", false));
      case DPM_SINGLESTEP -> new DpmSinglestep(formulation(keys), order(keys), secondOrder(keys));
      case UNIPC -> uniPc(keys);
      case DEIS -> deis(keys);
      case HEUN -> new HeunSampler();
      case DDIM_INVERSE, LMS, DPM_SDE ->
          throw new IllegalArgumentException("there is no sampler for " + kind.className() + ".");
    };
  }

  private static PndmSampler.Start pndmStart(ConfigReader keys) {
    return keys.flag("skip_prk_steps", false)
        ? PndmSampler.Start.TRAPEZOID
        : PndmSampler.Start.RUNGE_KUTTA;
  }

  private static int order(ConfigReader keys) {
    int order = keys.integer("solver_order", 2);
    if (order < 1 || order > 3) {
      throw new IllegalArgumentException(
          "solver_order must be between 1 and 3, but is " + order + ".");
    }
    return order;
  }

  /** As diffusers does, names of other classes' options stand for this one's usual. */
  private static Formulation formulation(ConfigReader keys) {
    keys.supports(
        "algorithm_type", "dpmsolver++", "dpmsolver++", "sde-dpmsolver++", "dpmsolver", "deis");
    String type = keys.text("algorithm_type", "dpmsolver++");
    return type.equals("deis") ? Formulation.DATA : Formulation.of(type);
  }

  private static SecondOrder secondOrder(ConfigReader keys) {
    keys.supports("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2");
    return keys.text("solver_type", "midpoint").equals("heun")
        ? SecondOrder.HEUN
        : SecondOrder.MIDPOINT;
  }

  private static Sampler uniPc(ConfigReader keys) {
    keys.supports("solver_p", "null", "null");
    keys.supports("solver_type", "bh2", "bh1", "bh2", "midpoint", "heun", "logrho");
    return new UniPc(
        keys.flag("predict_x0", true) ? Formulation.DATA : Formulation.NOISE,
        order(keys),
        keys.text("solver_type", "bh2").equals("bh1") ? SecondOrder.BH1 : SecondOrder.BH2,
        keys.flag("lower_order_final", true),
        Set.copyOf(keys.integers("disable_corrector", List.of())));
  }

  private static Sampler deis(ConfigReader keys) {
    keys.supports("algorithm_type", "deis", "deis", "dpmsolver", "dpmsolver++");
    keys.supports("solver_type", "logrho", "logrho", "midpoint", "heun", "bh1", "bh2");
    return DpmSolver.deis(order(keys), keys.flag("lower_order_final", true));
  }

  /** The times of a class with the file's options. */
  static TimeGrid grid(SchedulerClass kind, ConfigReader keys) {
    OTHER_TIMES.forEach(key -> keys.supports(key, "false", "false", "null"));
    keys.supports("lambda_min_clipped", NO_BOUND, NO_BOUND, "null");
    keys.supports("interpolation_type", "linear", "linear");
    keys.supports("timestep_type", "discrete", "discrete");
    keys.supports("sigma_min", "null", "null");
    keys.supports("sigma_max", "null", "null");
    TimestepSpacing spacing = spacing(kind, keys);
    boolean exponential = spacing == TimestepSpacing.EXPONENTIAL;
    return new TimeGrid(
        spacing,
        kind.extraPoint(),
        kind.fractional() || exponential,
        keys.integer("steps_offset", 0),
        toClean(kind, keys));
  }

  private static TimestepSpacing spacing(SchedulerClass kind, ConfigReader keys) {
    boolean karras = keys.flag("use_karras_sigmas", false);
    boolean exponential = keys.flag("use_exponential_sigmas", false);
    if (karras && exponential) {
      throw new IllegalArgumentException(
          "use_karras_sigmas and use_exponential_sigmas are both true, but only one may be.");
    }
    if (karras || exponential) {
      return karras ? TimestepSpacing.KARRAS : TimestepSpacing.EXPONENTIAL;
    }
    keys.supports("timestep_spacing", kind.spacing(), "trailing", "leading", "linspace");
    String stated = keys.text("timestep_spacing", kind.spacing());
    return TimestepSpacing.of(kind == SchedulerClass.DPM_SINGLESTEP ? kind.spacing() : stated);
  }

  /** DDIM and PNDM end at ᾱ_1 rather than at 1 where {@code set_alpha_to_one} is false. */
  private static boolean toClean(SchedulerClass kind, ConfigReader keys) {
    keys.supports("final_sigmas_type", "zero", "zero", "sigma_min");
    return switch (kind) {
      case DDIM, DDIM_PARALLEL, DDIM_INVERSE -> keys.flag("set_alpha_to_one", true);
      case PNDM -> keys.flag("set_alpha_to_one", false);
      case DEIS -> false;
      default -> keys.text("final_sigmas_type", "zero").equals("zero");
    };
  }
}

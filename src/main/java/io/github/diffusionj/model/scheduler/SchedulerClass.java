package io.github.diffusionj.model.scheduler;

import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.model.json.ConfigReader;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The scheduler classes of diffusers that a model may name, with the defaults that differ. */
public enum SchedulerClass {
  /** Ancestral sampling. */
  DDPM("DDPMScheduler", "leading", Times.DISCRETE, true),
  /** Ancestral sampling; its configuration means the same. */
  DDPM_PARALLEL("DDPMParallelScheduler", "leading", Times.DISCRETE, true),
  /** DDIM. */
  DDIM("DDIMScheduler", "leading", Times.DISCRETE, true),
  /** DDIM; its configuration means the same. */
  DDIM_PARALLEL("DDIMParallelScheduler", "leading", Times.DISCRETE, true),
  /** From image to noise, so it is no sampler; the schedule is DDIM's. */
  DDIM_INVERSE("DDIMInverseScheduler", "leading", Times.DISCRETE, true),
  /** Pseudo linear multistep. */
  PNDM("PNDMScheduler", "leading", Times.DISCRETE, false),
  /** Linear multistep on its own spacing of times. */
  IPNDM("IPNDMScheduler", "trailing", Times.DISCRETE, false),
  /** Linear multistep in σ, which there is no sampler for. */
  LMS("LMSDiscreteScheduler", "linspace", Times.SIGMA, false),
  /** DPM-Solver++, multistep. */
  DPM_MULTISTEP("DPMSolverMultistepScheduler", "linspace", Times.MULTISTEP, false),
  /** DPM-Solver++, singlestep. */
  DPM_SINGLESTEP("DPMSolverSinglestepScheduler", "linspace", Times.MULTISTEP, false),
  /** DPM-Solver++ with noise from a Brownian tree, which there is no sampler for. */
  DPM_SDE("DPMSolverSDEScheduler", "linspace", Times.SIGMA, false),
  /** UniPC. */
  UNIPC("UniPCMultistepScheduler", "linspace", Times.MULTISTEP, false),
  /** DEIS. */
  DEIS("DEISMultistepScheduler", "linspace", Times.MULTISTEP, false),
  /** Heun. */
  HEUN("HeunDiscreteScheduler", "linspace", Times.SIGMA, false),
  /** Euler. */
  EULER("EulerDiscreteScheduler", "linspace", Times.SIGMA, false),
  /** Euler with fresh noise. */
  EULER_ANCESTRAL("EulerAncestralDiscreteScheduler", "linspace", Times.SIGMA, false);

  private enum Times {
    DISCRETE,
    MULTISTEP,
    SIGMA
  }

  private final String className;
  private final String spacing;
  private final Times times;
  private final boolean clips;

  SchedulerClass(String className, String spacing, Times times, boolean clips) {
    this.className = className;
    this.spacing = spacing;
    this.times = times;
    this.clips = clips;
  }

  /**
   * The class of that name.
   *
   * @throws IllegalArgumentException if it is none of these; the message lists them
   */
  public static SchedulerClass of(String className) {
    return Arrays.stream(values())
        .filter(c -> c.className.equals(className))
        .findFirst()
        .orElseThrow(() -> unknown(className));
  }

  private static IllegalArgumentException unknown(String className) {
    String known =
        Arrays.stream(values())
            .map(c -> c.className.replace("Scheduler", ""))
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "_class_name is %s, but only %s, each followed by Scheduler, are supported."
            .formatted(className, known));
  }

  /** diffusers' name. */
  public String className() {
    return className;
  }

  /**
   * The variance of ancestral sampling. The names with {@code _log} mean the same variances;
   * diffusers works them out by way of the logarithm, and its {@code fixed_large_log} gives no
   * numbers. The solvers take no notice of it, whatever its name.
   *
   * @throws IllegalArgumentException if it is not supported
   */
  public Variance variance(ConfigReader keys) {
    String type = keys.text("variance_type", "fixed_small");
    return switch (type) {
      case "fixed_small", "fixed_small_log" -> Variance.FIXED_SMALL;
      case "fixed_large", "fixed_large_log" -> Variance.FIXED_LARGE;
      case "learned_range" -> Variance.LEARNED_RANGE;
      default -> {
        if (type.equals("learned") && !ancestral()) {
          yield Variance.FIXED_SMALL;
        }
        throw new IllegalArgumentException(
            "variance_type is %s, but only fixed_small, fixed_small_log, fixed_large, fixed_large_log and learned_range are supported."
                .formatted(type));
      }
    };
  }

  /** Whether x̂_0 is clipped unless the file says otherwise. */
  public boolean clips() {
    return clips;
  }

  /** β_1 unless the file says otherwise. */
  public double betaStart() {
    return sigmaOfStableDiffusion() ? 0.00085 : 1e-4;
  }

  /** β_T unless the file says otherwise. */
  public double betaEnd() {
    return sigmaOfStableDiffusion() ? 0.012 : 0.02;
  }

  private boolean sigmaOfStableDiffusion() {
    return this == HEUN || this == DPM_SDE;
  }

  /** {@code timestep_spacing} unless the file says otherwise. */
  String spacing() {
    return spacing;
  }

  /** Whether leading and linspace are those of one step more, without the last time. */
  boolean extraPoint() {
    return times == Times.MULTISTEP;
  }

  /** Whether the network may get a t that is not whole. */
  boolean fractional() {
    return times == Times.SIGMA;
  }

  /** Whether it draws from the posterior, as training scripts have it. */
  public boolean ancestral() {
    return this == DDPM || this == DDPM_PARALLEL;
  }

  /** Whether η is said anew at each sampling. */
  public boolean takesEta() {
    return this == DDIM || this == DDIM_PARALLEL;
  }

  /**
   * Refuses a file that leaves the noise schedule open: IPNDM's own has only the number of times.
   *
   * @throws IllegalArgumentException if there is no schedule
   */
  public void checkStatesSchedule(ConfigReader keys) {
    boolean stated = keys.has("beta_schedule") || keys.has("trained_betas");
    if (this == IPNDM && !stated) {
      throw new IllegalArgumentException(
          "IPNDMScheduler states no noise schedule; add beta_schedule, beta_start and beta_end, or"
              + " trained_betas, as the model was trained with.");
    }
  }
}

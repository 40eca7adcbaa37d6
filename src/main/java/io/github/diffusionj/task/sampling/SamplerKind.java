package io.github.diffusionj.task.sampling;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.solver.DpmSinglestep;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.sampling.solver.Formulation;
import io.github.diffusionj.diffusion.sampling.solver.HeunSampler;
import io.github.diffusionj.diffusion.sampling.solver.PndmSampler;
import io.github.diffusionj.diffusion.sampling.solver.SecondOrder;
import io.github.diffusionj.diffusion.sampling.solver.UniPc;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.util.Set;

/** The samplers that a user chooses from. */
public enum SamplerKind implements Labelled {
  /**
   * The model's own, except that a model which names DDPMScheduler is sampled with {@link #DDIM}.
   * That class is what every training script leaves behind and says nothing about sampling in few
   * steps, where ancestral sampling is far worse for the same number of network calls (Song, Meng
   * and Ermon 2021, table 1).
   */
  AUTO("auto", true),
  /** What the model's {@code scheduler_config.json} says, with its options. */
  MODEL("model", true),
  /** DDIM (Song, Meng and Ermon 2021, equation 12), with η from 0 to 1. */
  DDIM("ddim", false),
  /** Ancestral sampling (Ho et al. 2020, algorithm 2), with no noise in the last step. */
  DDPM("ddpm", false),
  /** DPM-Solver++ of order 2, multistep. */
  DPMPP_2M("dpmpp_2m", true),
  /** DPM-Solver++ of order 3, multistep. */
  DPMPP_3M("dpmpp_3m", true),
  /** DPM-Solver++ of order 2, singlestep. */
  DPMPP_2S("dpmpp_2s", true),
  /** DPM-Solver++ of order 2 for the stochastic equation, multistep. */
  DPMPP_2M_SDE("dpmpp_2m_sde", true),
  /** UniPC of order 2. */
  UNIPC("unipc", true),
  /** DEIS of order 3. */
  DEIS("deis", true),
  /** Linear multistep with four ε̂, as many as there are at the start. */
  IPNDM("ipndm", false),
  /** Linear multistep with four ε̂, after three steps of four network calls each. */
  PNDM("pndm", false),
  /** Heun's method, two network calls per step. */
  HEUN("heun", true),
  /** Euler's method, which is DDIM with η = 0. */
  EULER("euler", true),
  /** Euler's method with fresh noise, which is DDIM with η = 1. */
  EULER_ANCESTRAL("euler_ancestral", true);

  private final String label;
  private final boolean evenInNoise;

  SamplerKind(String label, boolean evenInNoise) {
    this.label = label;
    this.evenInNoise = evenInNoise;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The sampler of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static SamplerKind of(String label) {
    return Labelled.of(SamplerKind.class, "sampler", label);
  }

  /** The choice that this one stands for with a model: itself, but for {@link #AUTO}. */
  SamplerKind with(SchedulerConfig model) {
    return this == AUTO ? (model.solver().kind().ancestral() ? DDIM : MODEL) : this;
  }

  /**
   * The sampler.
   *
   * @param eta of DDIM, whether it is named or the model's own
   * @throws IllegalArgumentException if it is the model's own and can't be followed
   */
  Sampler sampler(SchedulerConfig model, double eta) {
    return switch (this) {
      case AUTO -> with(model).sampler(model, eta);
      case MODEL ->
          model.solver().sampler() instanceof DdimSampler && model.solver().kind().takesEta()
              ? new DdimSampler(eta)
              : model.solver().sampler();
      case DDIM -> new DdimSampler(eta);
      case DDPM -> new DdpmSampler(model.variance());
      case DPMPP_2M -> DpmSolver.plusPlus(2);
      case DPMPP_3M -> DpmSolver.plusPlus(3);
      case DPMPP_2S -> new DpmSinglestep(Formulation.DATA, 2, SecondOrder.MIDPOINT);
      case DPMPP_2M_SDE -> DpmSolver.sde(2);
      case UNIPC -> new UniPc(Formulation.DATA, 2, SecondOrder.BH2, true, Set.of());
      case DEIS -> DpmSolver.deis(3, true);
      case IPNDM -> new PndmSampler(PndmSampler.Start.LOWER_ORDER);
      case PNDM -> new PndmSampler(PndmSampler.Start.RUNGE_KUTTA);
      case HEUN -> new HeunSampler();
      case EULER -> new DdimSampler(0);
      case EULER_ANCESTRAL -> new DdimSampler(1);
    };
  }

  /**
   * Refuses a spacing that the method is not made for.
   *
   * @param chosen what the user named, {@link #AUTO} or this itself
   * @throws IllegalArgumentException naming both
   */
  void checkTakes(TimestepSpacing spacing, SamplerKind chosen) {
    boolean inNoise = spacing == TimestepSpacing.KARRAS || spacing == TimestepSpacing.EXPONENTIAL;
    if (inNoise && !evenInNoise) {
      String name =
          chosen == this ? label : "%s, which is %s for this model".formatted(chosen.label, label);
      throw new IllegalArgumentException(
          "spacing %s is not for sampler %s; use trailing, leading or linspace, or another sampler."
              .formatted(spacing.label(), name));
    }
  }
}

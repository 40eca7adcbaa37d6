package io.github.diffusionj.task;

import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.model.SchedulerConfig;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to go from x_t to x_0.
 *
 * @param kind the sampler
 * @param steps network calls, 1…t; empty for as many as the task usually takes, or t where that is
 *     less
 * @param spacing which times between t and 0 are visited
 * @param eta how random DDIM is, 0 (not at all) to 1 (as DDPM); DDPM takes no notice of it
 * @param clip whether x̂_0 is clipped to the model's data range at each step; empty for what the
 *     model's configuration says
 * @param seed of the initial noise and of the noise of each step
 */
public record SamplerOptions(
    SamplerKind kind,
    OptionalInt steps,
    TimestepSpacing spacing,
    double eta,
    Optional<Boolean> clip,
    long seed) {

  /** Steps that show little difference from more of them, unless the user says otherwise. */
  public static final int USUAL_STEPS = 50;

  public SamplerOptions {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException("eta must be between 0 and 1, but is " + eta + ".");
    }
  }

  /** The same with another seed. */
  public SamplerOptions withSeed(long other) {
    return new SamplerOptions(kind, steps, spacing, eta, clip, other);
  }

  /** The same with another choice of clipping. */
  public SamplerOptions withClip(Optional<Boolean> other) {
    return new SamplerOptions(kind, steps, spacing, eta, other, seed);
  }

  /** The same with another number of steps. */
  public SamplerOptions withSteps(OptionalInt other) {
    return new SamplerOptions(kind, other, spacing, eta, clip, seed);
  }

  /**
   * The way from t to 0; empty if t is 0.
   *
   * @param usual steps to take unless the user says otherwise
   * @throws IllegalArgumentException if there are more steps than t, or too few for the model's
   *     variance
   */
  public List<SamplingStep> plan(SchedulerConfig model, NoiseSchedule schedule, int t, int usual) {
    if (t == 0) {
      return List.of();
    }
    int count = steps.orElse(Math.min(usual, t));
    return sampler(model, count == t).steps(schedule, spacing.points(schedule, t, count));
  }

  private Sampler sampler(SchedulerConfig model, boolean everyStep) {
    if (kind == SamplerKind.DDIM) {
      return new DdimSampler(eta);
    }
    if (model.variance() == Variance.FIXED_LARGE && !everyStep) {
      throw new IllegalArgumentException(
          "With this model's variance, fixed_large, sampler ddpm leaves noise behind unless steps"
              + " is t; use ddim, or as many steps as t.");
    }
    return new DdpmSampler(model.variance());
  }

  /** What is done to x̂_0. */
  public Clipping clipping(SchedulerConfig model) {
    return clipping(clip, model);
  }

  /** What is done to x̂_0 for a choice, which is empty for what the model's configuration says. */
  public static Clipping clipping(Optional<Boolean> clip, SchedulerConfig model) {
    if (clip.isEmpty()) {
      return model.clipping();
    }
    boolean modelClips = !model.clipping().equals(Clipping.NONE);
    return !clip.get() ? Clipping.NONE : modelClips ? model.clipping() : new Clipping.Fixed(1);
  }

  /** Adds these options to the record of a result. */
  public Provenance record(Provenance provenance, int stepsTaken) {
    Provenance record =
        provenance
            .with(ProvenanceKey.SAMPLER, kind.label())
            .with(ProvenanceKey.SPACING, spacing.label())
            .with(ProvenanceKey.SEED, seed)
            .with(ProvenanceKey.VERSION, Version.current());
    record = kind == SamplerKind.DDIM ? record.with(ProvenanceKey.ETA, eta) : record;
    return stepsTaken == 0 ? record : record.with(ProvenanceKey.STEPS, stepsTaken);
  }
}

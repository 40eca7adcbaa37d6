package io.github.diffusionj.task.sampling;

import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimeGrid;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.task.Version;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * How to go from x_t to x_0.
 *
 * @param kind the sampler
 * @param steps the number of steps, 1…t; empty for as many as the task usually takes, or t where
 *     that is less
 * @param spacing which times between t and 0 are visited
 * @param eta how random DDIM is, 0 (not at all) to 1 (as DDPM); the others take no notice of it
 * @param clip whether x̂_0 is clipped to the model's data range at each step; empty for what the
 *     model's configuration says
 * @param seed of the initial noise and of the noise of each step
 */
public record SamplerOptions(
    SamplerKind kind,
    OptionalInt steps,
    SpacingChoice spacing,
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

  /** The options with a named spacing. */
  public SamplerOptions(
      SamplerKind kind,
      OptionalInt steps,
      TimestepSpacing spacing,
      double eta,
      Optional<Boolean> clip,
      long seed) {
    this(kind, steps, SpacingChoice.of(spacing), eta, clip, seed);
  }

  /** The same with another sampler. */
  public SamplerOptions with(SamplerKind other) {
    return new SamplerOptions(other, steps, spacing, eta, clip, seed);
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
   * The same with a number of steps in any case: the user's, else {@code usual}, or as many as
   * there can be from t where that is less.
   *
   * @throws IllegalArgumentException if the model's own spacing is meant and can't be followed
   */
  public SamplerOptions settled(SchedulerConfig model, int t, int usual) {
    if (steps.isPresent() || t == 0) {
      return this;
    }
    int most = t > 1 && grid(model).extraPoint() ? t - 1 : t;
    return withSteps(OptionalInt.of(Math.min(usual, most)));
  }

  /**
   * What the user leaves open, from the record of an image that was inverted: its steps, and its
   * sampler and spacing if no other sampler is named.
   */
  public SamplerOptions like(Provenance inverted) {
    OptionalInt count = steps.isPresent() ? steps : inverted.steps();
    Optional<String> recorded = inverted.get(ProvenanceKey.SAMPLER);
    if (kind != SamplerKind.AUTO || recorded.isEmpty()) {
      return withSteps(count);
    }
    SpacingChoice way =
        spacing == SpacingChoice.AUTO
            ? inverted.get(ProvenanceKey.SPACING).map(SpacingChoice::of).orElse(spacing)
            : spacing;
    return new SamplerOptions(SamplerKind.of(recorded.get()), count, way, eta, clip, seed);
  }

  /**
   * The way from t to 0 in {@link #settled} steps; empty if t is 0.
   *
   * @throws IllegalArgumentException if there are more steps than t, or too few for the model's
   *     variance, or the model's own sampler or spacing is meant and can't be followed
   */
  public List<SamplingStep> plan(SchedulerConfig model, NoiseSchedule schedule, int t) {
    return plan(model, schedule, t, UnaryOperator.identity());
  }

  /** As the other, with something around the sampler. */
  public List<SamplingStep> plan(
      SchedulerConfig model, NoiseSchedule schedule, int t, UnaryOperator<Sampler> around) {
    if (t == 0) {
      return List.of();
    }
    int count = steps.orElseThrow();
    Sampler sampler = kind.sampler(model, eta);
    if (sampler.equals(new DdpmSampler(Variance.FIXED_LARGE)) && count < t) {
      throw new IllegalArgumentException(
          "With this model's variance, fixed_large, sampler ddpm leaves noise behind unless steps"
              + " is t; use ddim, or as many steps as t.");
    }
    return around.apply(sampler).steps(schedule, grid(model).points(schedule, t, count));
  }

  private TimeGrid grid(SchedulerConfig model) {
    SamplerKind meant = kind.with(model);
    boolean models =
        spacing == SpacingChoice.MODEL
            || spacing == SpacingChoice.AUTO && meant == SamplerKind.MODEL;
    if (models) {
      return model.solver().times();
    }
    TimestepSpacing named = spacing.named().orElse(TimestepSpacing.TRAILING);
    meant.checkTakes(named, kind);
    return TimeGrid.of(named);
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

  /** Adds these options, with {@link #settled} steps, to the record of a result. */
  public Provenance record(Provenance provenance, SchedulerConfig model, List<SamplingStep> taken) {
    SamplerKind meant = kind.with(model);
    String name = meant == SamplerKind.MODEL ? model.className() : meant.label();
    Provenance record =
        provenance
            .with(ProvenanceKey.SAMPLER, name)
            .with(ProvenanceKey.SPACING, grid(model).spacing().label())
            .with(ProvenanceKey.SEED, seed)
            .with(ProvenanceKey.VERSION, Version.current());
    boolean usesEta = kind.sampler(model, eta).equals(new DdimSampler(eta));
    record = usesEta ? record.with(ProvenanceKey.ETA, eta) : record;
    return taken.isEmpty() ? record : record.with(ProvenanceKey.STEPS, steps.orElseThrow());
  }
}

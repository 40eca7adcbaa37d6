package io.github.diffusionj.task.inpaint;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.sampling.DiffPirSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimeTravel;
import io.github.diffusionj.engine.sampling.KnownPixels;
import io.github.diffusionj.engine.sampling.KnownPixels.Keeping;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.sampling.SamplerKind;
import java.util.OptionalInt;

/** How pixels are filled in so that they fit the ones around. */
public enum InpaintMethod implements Labelled {
  /**
   * At each step the known pixels are replaced by themselves with the noise of that t. The plainest
   * method, and the one that fits worst at the edge.
   */
  REPLACE("replace", SamplerKind.DDIM, Keeping.IN_STATE, 0, 100, 1, 1),
  /**
   * The known pixels are put into each x̂_0 (Wang, Yu and Zhang 2023, DDNM), with time travel:
   * every ten of few steps it goes back ten and down again, three times over, so that what is
   * filled in grows together with what is around. Half as many steps, each stretch of them sampled
   * twice as often, closed cut objects more often than 100 steps with 2 resamplings, for fewer
   * network calls (docs/inpainting.md).
   */
  DDNM("ddnm", SamplerKind.DDIM, Keeping.IN_ESTIMATE, 0, 50, 10, 4),
  /**
   * RePaint (Lugmayr et al. 2022, algorithm 1): as {@link #REPLACE} with ancestral sampling, and
   * each stretch of ten steps is sampled several times.
   */
  REPAINT("repaint", SamplerKind.DDPM, Keeping.IN_STATE, 0, 100, 10, 3),
  /**
   * DiffPIR (Zhu et al. 2023): the known pixels pull at each x̂_0, less so as the noise gets as
   * small as what they are trusted to, and all of the noise is drawn anew. That leaves the fewest
   * seams, and less texture than the image has.
   */
  DIFFPIR("diffpir", SamplerKind.DDIM, Keeping.IN_ESTIMATE, 0.02 * 0.02, 100, 1, 1);

  private static final double ZETA = 1;

  private final String label;
  private final SamplerKind kind;
  private final Keeping keeping;
  private final double slack;
  private final int steps;
  private final int jump;
  private final int resamplings;

  InpaintMethod(
      String label,
      SamplerKind kind,
      Keeping keeping,
      double slack,
      int steps,
      int jump,
      int resamplings) {
    this.label = label;
    this.kind = kind;
    this.keeping = keeping;
    this.slack = slack;
    this.steps = steps;
    this.jump = jump;
    this.resamplings = resamplings;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The method of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static InpaintMethod of(String label) {
    return Labelled.of(InpaintMethod.class, "method", label);
  }

  /**
   * The sampler that stands for {@code auto}: DDIM, for RePaint DDPM.
   *
   * @throws IllegalArgumentException if another one is chosen and the method has one of its own
   */
  public SamplerKind kind(SamplerKind chosen) {
    if (this == DIFFPIR && chosen != SamplerKind.AUTO) {
      throw new IllegalArgumentException(
          "sampler must be auto with method diffpir, which has its own, but is '%s'."
              .formatted(chosen.label()));
    }
    return chosen == SamplerKind.AUTO ? kind : chosen;
  }

  /** Steps unless the user says otherwise. */
  public int usualSteps() {
    return steps;
  }

  /**
   * The way down with this method's going back up.
   *
   * @param sampler takes the steps down
   * @param jump how many steps to go back up; empty for the usual
   * @param resamplings how often each stretch is sampled; empty for the usual
   */
  public Sampler around(Sampler sampler, OptionalInt jump, OptionalInt resamplings) {
    return new TimeTravel(
        this == DIFFPIR ? new DiffPirSampler(ZETA) : sampler,
        jump.orElse(this.jump),
        resamplings.orElse(this.resamplings));
  }

  /** Adds to a record that names the sampler. */
  Provenance record(Provenance provenance, OptionalInt jump, OptionalInt resamplings) {
    Provenance record =
        provenance
            .with(ProvenanceKey.METHOD, label)
            .with(ProvenanceKey.JUMP, jump.orElse(this.jump))
            .with(ProvenanceKey.RESAMPLINGS, resamplings.orElse(this.resamplings));
    return this == DIFFPIR
        ? record.with(ProvenanceKey.SAMPLER, label).without(ProvenanceKey.ETA)
        : record;
  }

  /** What the loop is to keep: values of N images, and where they are unknown. */
  public KnownPixels known(float[] values, float[] unknown) {
    return new KnownPixels(values, unknown, keeping, slack);
  }
}

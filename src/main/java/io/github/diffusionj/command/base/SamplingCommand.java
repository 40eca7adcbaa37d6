package io.github.diffusionj.command.base;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.util.List;
import java.util.Optional;
import org.scijava.plugin.Parameter;

/** A command that samples with a model. */
public abstract class SamplingCommand extends ModelImageCommand {

  @Parameter(
      description =
          "auto is what the model's configuration says, but ddim where that is ddpm; model is what"
              + " it says in any case; the others are methods by name. Inpainting has its own for auto.")
  private String sampler = SamplerKind.AUTO.label();

  @Parameter(
      label = "Steps (empty: the usual)",
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description =
          "At most t; empty for 50, or t where that is less (Inpaint: 50 with ddnm, 100 with the"
              + " others, and going back up makes more calls). Each step is one network call, with"
              + " heun two.")
  private Integer steps;

  @Parameter(
      description =
          "Which times are visited: auto is the model's spacing if its sampler is taken too, else"
              + " trailing, which is even and starts at t itself; karras and exponential are not for"
              + " ddim, ddpm, ipndm and pndm.")
  private String spacing = SpacingChoice.AUTO.label();

  @Parameter(
      label = "Eta (of ddim)",
      min = "0",
      max = "1",
      description = "How random ddim is, from 0 (not at all) to 1 (as ddpm); the others ignore it.")
  private double eta;

  @Parameter(label = Descriptions.CLIP_LABEL, required = false, description = Descriptions.CLIP)
  private Boolean clip;

  @Parameter(description = Descriptions.SEED)
  private long seed = 1;

  /** Eta is 0 unless the user says otherwise: DDIM without fresh noise. */
  protected SamplingCommand() {
    this(0);
  }

  /**
   * A command with a default of its own.
   *
   * @param eta η unless the user says otherwise
   */
  protected SamplingCommand(double eta) {
    this.eta = eta;
  }

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "sampler" -> Labelled.labels(SamplerKind.values());
      case "spacing" -> Labelled.labels(SpacingChoice.values());
      default -> super.choices(key);
    };
  }

  /** The sampler with its options. */
  protected final SamplerOptions sampler() {
    return new SamplerOptions(
        SamplerKind.of(sampler),
        optional(steps),
        SpacingChoice.of(spacing),
        eta,
        Optional.ofNullable(clip),
        seed);
  }
}

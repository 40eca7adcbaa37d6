package io.github.diffusionj.command;

import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.task.SamplerKind;
import io.github.diffusionj.task.SamplerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.scijava.plugin.Parameter;

/** A command that samples with a model: the parameters that they share. */
public abstract class SamplingCommand extends DiffusionCommand {

  /** The model that comes with the plugin. */
  public static final String DEFAULT_MODEL = "nuclei-64";

  @Parameter(description = "An installed model's name, or the path of a model's folder.")
  private String model = DEFAULT_MODEL;

  @Parameter(
      choices = {"ddim", "ddpm"},
      description =
          "ddim needs few steps and, with eta 0, no noise; ddpm draws noise at each step.")
  private String sampler = SamplerKind.DDIM.label();

  @Parameter(
      label = "Steps (empty: the usual)",
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description =
          "Network calls, at most t; empty for 50 (100 when inpainting), or t where that is less.")
  private Integer steps;

  @Parameter(
      choices = {"trailing", "leading", "linspace"},
      description = "Which times are visited: trailing is even and starts at t itself.")
  private String spacing = TimestepSpacing.TRAILING.label();

  @Parameter(
      label = "Eta (of ddim)",
      min = "0",
      max = "1",
      description = "How random ddim is, from 0 (not at all) to 1 (as ddpm); ddpm ignores it.")
  private double eta;

  @Parameter(
      label = "Clip (empty: as the model says)",
      required = false,
      description =
          "Whether the estimate of the clean image is clipped to the data range in each step; empty"
              + " for what the model's configuration says.")
  private Boolean clip;

  @Parameter(description = "The same seed gives the same result.")
  private long seed = 1;

  /** Prepares a command whose default of eta is this. */
  protected SamplingCommand(double eta) {
    this.eta = eta;
  }

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("model") ? ModelFolders.catalog().names() : List.of();
  }

  /** The model's folder. */
  protected final Path model() {
    return ModelFolders.catalog().find(model);
  }

  /** The sampler with its options. */
  protected final SamplerOptions sampler() {
    return new SamplerOptions(
        SamplerKind.of(sampler),
        optional(steps),
        TimestepSpacing.of(spacing),
        eta,
        Optional.ofNullable(clip),
        seed);
  }

  /** A number that may be absent. */
  protected static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}

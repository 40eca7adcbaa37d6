package io.github.diffusionj.command.base;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.engine.guidance.Guidance;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.guidance.GuidanceSource;
import java.util.List;
import java.util.Optional;
import org.scijava.plugin.Parameter;

/** A command that samples images of a class, if the model has classes. */
public abstract class GuidedCommand extends SamplingCommand {

  @Parameter(
      label = "Class (empty: none)",
      required = false,
      persist = false,
      description =
          "For a model with classes, or with a classifier: the number, from 0, or the name of one.")
  private String class_ = "";

  @Parameter(
      label = "Guidance by",
      description =
          "What steers towards the class: the network's own classes, or the classifier that was"
              + " trained for the model (Diffusion Train with network classifier).")
  private String guidanceBy = GuidanceSource.CLASSES.label();

  @Parameter(
      min = "0",
      description =
          "With a class: 1 is plainly that class, more exaggerates it, 0 is no class; by classes,"
              + " other than 1 asks the network twice.")
  private double guidance = 1;

  @Parameter(
      label = "Rescale guidance",
      min = "0",
      max = "1",
      description =
          "How far the contrast that strong guidance adds is taken back, from 0 (not at all) to 1.")
  private double guidanceRescale;

  @Parameter(
      label = "Guide from t",
      min = "0",
      max = "1000000",
      description = "The earliest t that is guided; below it the class is sampled plainly.")
  private int guidanceFrom;

  @Parameter(
      label = "Guide to t",
      min = "0",
      max = "1000000",
      description = "The latest t that is guided; above it the class is sampled plainly.")
  private int guidanceTo = 1_000_000;

  /** Eta is 0 unless the user says otherwise: DDIM without fresh noise. */
  protected GuidedCommand() {
    this(0);
  }

  /**
   * A command with a default of its own.
   *
   * @param eta η unless the user says otherwise
   */
  protected GuidedCommand(double eta) {
    super(eta);
  }

  @Override
  protected List<String> choices(String key) {
    return key.equals("guidance_by")
        ? Labelled.labels(GuidanceSource.values())
        : super.choices(key);
  }

  /** The class and how strongly to sample it. */
  protected final GuidanceOptions guidance() {
    return new GuidanceOptions(
        Optional.of(class_.strip()).filter(name -> !name.isEmpty()),
        new Guidance(guidance, guidanceRescale, guidanceFrom, guidanceTo),
        GuidanceSource.of(guidanceBy));
  }
}

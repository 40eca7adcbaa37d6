package io.github.diffusionj.command;

/** Descriptions of parameters that several commands have. */
public final class Descriptions {

  /** Of {@code model}. */
  public static final String MODEL = "An installed model's name, or the path of a model's folder.";

  /** Of {@code range}. */
  public static final String RANGE =
      "Which intensities are the data range: auto (what the image or the model says), type,"
          + " display, percentile, LOW..HIGH, or raw.";

  /** Of {@code frames}. */
  public static final String FRAMES =
      "More than 1 shows that many moments on the way, x_t beside the estimate x_0.";

  private Descriptions() {}
}

package io.github.diffusionj.command.base;

/** Descriptions of parameters that several commands have. */
public final class Descriptions {

  /** Of {@code model}. */
  public static final String MODEL = "An installed model's name, or the path of a model's folder.";

  /** Of {@code range}. */
  public static final String RANGE =
      "Which intensities are the data range: auto (what the image or the model says), type,"
          + " display, percentile, LOW..HIGH, or raw.";

  /** Of {@code slices}. */
  public static final String SLICES =
      "all, current, a number or a range such as 2-5, or z and t such as z2-5,t1.";

  /** Label of {@code slices}. */
  public static final String SLICES_LABEL = "Slices (all, current, 2-5)";

  /** Of {@code channel}. */
  public static final String CHANNEL =
      "The number of one channel, for RGB 1 for red to 3 for blue; 0 for all.";

  /** Label of {@code channel}. */
  public static final String CHANNEL_LABEL = "Channel (0: all)";

  /** Of {@code frames}. */
  public static final String FRAMES =
      "More than 1 shows that many moments on the way, x_t beside the estimate x_0.";

  private Descriptions() {}
}

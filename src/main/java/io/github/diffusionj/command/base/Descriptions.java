package io.github.diffusionj.command.base;

/** Labels and descriptions of parameters that commands of different bases have. */
public final class Descriptions {

  /** Of {@code slices}. */
  public static final String SLICES =
      "all, current, a number or a range such as 2-5, or z and t such as z2-5,t1.";

  /** Label of {@code slices}. */
  public static final String SLICES_LABEL = "Slices (all, current, 2-5)";

  /** Of {@code t}, where the image records it. */
  public static final String T_OF_IMAGE =
      "The timestep that the image is at; empty for the one that it records.";

  /** Label of {@code t}, where the image records it. */
  public static final String T_OF_IMAGE_LABEL = "t (empty: from the image)";

  /** Of {@code clip}. */
  public static final String CLIP =
      "Whether the estimate of the clean image is clipped to the data range in each step; empty"
          + " for what the model's configuration says.";

  /** Label of {@code clip}. */
  public static final String CLIP_LABEL = "Clip (empty: as the model says)";

  /** Of {@code seed}. */
  public static final String SEED = "The same seed gives the same result.";

  /** Of {@code frames}. */
  public static final String FRAMES =
      "More than 1 shows that many moments on the way, x_t beside the estimate x_0.";

  private Descriptions() {}
}

package io.github.diffusionj.command.base;

import ij.ImagePlus;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import java.util.List;
import org.scijava.plugin.Parameter;

/** A command on the active image, or on some of its slices or one of its channels. */
public abstract class ImageCommand extends ModelCommand {

  @Parameter private ImagePlus image;

  @Parameter(
      description =
          "Which intensities are the data range: auto (what the image or the model says), type,"
              + " display, percentile, LOW..HIGH, or raw.")
  private String range = "auto";

  @Parameter(label = Descriptions.SLICES_LABEL, persist = false, description = Descriptions.SLICES)
  private String slices = "all";

  @Parameter(
      label = "Channel (0: all)",
      persist = false,
      min = "0",
      max = "65535",
      description = "The number of one channel, for RGB 1 for red to 3 for blue; 0 for all.")
  private int channel;

  @Override
  protected List<String> lastKeys() {
    return List.of("range", "slices", "channel");
  }

  /** The image itself. */
  protected final ImagePlus image() {
    return image;
  }

  /**
   * Which intensities are the data range.
   *
   * @throws IllegalArgumentException if {@code range} is none
   */
  protected final RangeChoice range() {
    return RangeChoice.of(range);
  }

  /** The number of the one channel; 0 for all. */
  protected final int channel() {
    return channel;
  }

  /**
   * The slices and channels of any image.
   *
   * @throws IllegalArgumentException if {@code slices} cannot be read
   */
  protected final ItemChoice items() {
    return ItemChoice.of(slices, channel);
  }

  /**
   * The slices and channels of the image.
   *
   * @throws IllegalArgumentException if {@code slices} cannot be read, or the image does not have
   *     them
   */
  protected final ImagePart part() {
    return items().of(image);
  }
}

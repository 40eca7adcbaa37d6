package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.require;

/**
 * Which k-diffusion blocks fit together. Their normalisations have a group for each 32 channels,
 * rounded down, whatever {@code norm_num_groups} says.
 */
public final class KDiffusionRules {

  private static final int GROUP_SIZE = 32;

  private KDiffusionRules() {}

  /** The number of groups that a layer with this many channels is normalised in. */
  public static int groups(int channels) {
    return Math.max(1, channels / GROUP_SIZE);
  }

  /**
   * Whether a block on the way up follows a {@code KCrossAttnDownBlock2D} at the coarsest level,
   * which hands nothing over. diffusers tells it by its channels.
   *
   * @param timeChannels channels of the time embedding
   */
  public static boolean hasNoSkip(Levels levels, int block, int timeChannels) {
    return levels.up().get(block) == BlockType.K_ATTENTION_UP
        && levels.upChannels(block) == timeChannels
        && levels.nextUpChannels(block) == timeChannels;
  }

  /**
   * Checks that all layers get the channels that they are made for.
   *
   * @param headDim channels of an attention head, or 0 for those of the level
   * @param timeChannels channels of the time embedding
   * @throws IllegalArgumentException naming what does not fit
   */
  public static void check(Levels levels, int headDim, int timeChannels) {
    levels.channels().forEach(c -> checkGroups(c, c));
    boolean noSkip = levels.down().get(levels.count() - 1) == BlockType.K_ATTENTION_DOWN;
    for (int block = 0; block < levels.count(); block++) {
      require(
          hasNoSkip(levels, block, timeChannels) == (noSkip && block == 0),
          "KCrossAttnDownBlock2D at the end of down_block_types, and only it, needs"
              + " KCrossAttnUpBlock2D at the start of up_block_types, with time_embedding_dim (%s)"
              + " the same as the last two of block_out_channels, which is %s.",
          timeChannels,
          levels.channels());
      checkUp(levels, block, headDim);
    }
  }

  private static void checkUp(Levels levels, int block, int headDim) {
    int channels = levels.upChannels(block);
    int next = levels.nextUpChannels(block);
    checkGroups(2 * channels, 2 * channels);
    if (levels.up().get(block) == BlockType.K_UP) {
      checkGroups(next, channels);
    } else {
      int head = headDim > 0 ? headDim : channels;
      require(
          head <= next,
          "attention_head_dim must be at most the channels of a level with attention, but %s is"
              + " above %s.",
          head,
          next);
    }
  }

  private static void checkGroups(int channels, int grouped) {
    require(
        grouped >= GROUP_SIZE && channels % groups(grouped) == 0,
        "block_out_channels must hold multiples of %s for k-diffusion's blocks: %s channels can't"
            + " be normalised in groups of %s.",
        GROUP_SIZE,
        channels,
        GROUP_SIZE);
  }
}

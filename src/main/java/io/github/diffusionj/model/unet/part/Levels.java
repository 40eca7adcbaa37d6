package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.require;
import static io.github.diffusionj.base.Checks.within;

import io.github.diffusionj.model.unet.part.BlockType.Side;
import java.util.List;
import java.util.stream.Stream;

/**
 * The resolution levels of a U-Net.
 *
 * @param down the levels on the way down, from the finest
 * @param up the levels on the way up, from the coarsest
 * @param channels feature channels of each level, from the finest
 * @param layers residual layers of each level on the way down (one more on the way up, in all but
 *     k-diffusion's blocks)
 */
public record Levels(List<BlockType> down, List<BlockType> up, List<Integer> channels, int layers) {

  /** Features of a level that are alive at once beside those kept for the way up. */
  private static final int WORKING_COPIES = 8;

  /** Feature maps that a residual layer keeps for the gradient, on the way down and up. */
  private static final int DOWN_MAPS = 8;

  private static final int UP_MAPS = 12;

  public Levels {
    down = List.copyOf(down);
    up = List.copyOf(up);
    channels = List.copyOf(channels);
    within("layers_per_block", layers, 1, 64);
    within("number of entries in block_out_channels", channels.size(), 1, 16);
    for (int c : channels) {
      within("an entry of block_out_channels", c, 1, Limits.MOST);
    }
    checkSide(Side.DOWN, down, channels.size());
    checkSide(Side.UP, up, channels.size());
    long kBlocks =
        Stream.concat(down.stream(), up.stream()).filter(BlockType::isKDiffusion).count();
    require(
        kBlocks == 0 || kBlocks == 2L * channels.size(),
        "KDownBlock2D, KCrossAttnDownBlock2D, KUpBlock2D and KCrossAttnUpBlock2D fit only each other,"
            + " but down_block_types is %s and up_block_types is %s.",
        BlockType.labels(down),
        BlockType.labels(up));
  }

  private static void checkSide(Side side, List<BlockType> blocks, int levels) {
    require(
        blocks.size() == levels,
        "%s must have as many entries as block_out_channels (%s), but has %s.",
        side.key(),
        levels,
        blocks.size());
    require(
        blocks.stream().allMatch(block -> block.side() == side),
        "%s may hold blocks of that side only, but is %s.",
        side.key(),
        BlockType.labels(blocks));
  }

  /** Number of levels. */
  public int count() {
    return channels.size();
  }

  /** Channels of the finest level. */
  public int finest() {
    return channels.get(0);
  }

  /** Channels of the coarsest level. */
  public int coarsest() {
    return channels.get(count() - 1);
  }

  /** Channels of a block on the way up, 0 being the coarsest. */
  public int upChannels(int block) {
    return channels.get(count() - 1 - block);
  }

  /** Channels of the block on the way up that follows, or of the finest one itself. */
  public int nextUpChannels(int block) {
    return channels.get(Math.max(0, count() - 2 - block));
  }

  /** Whether all are k-diffusion's blocks. */
  public boolean kDiffusion() {
    return down.get(0).isKDiffusion();
  }

  /**
   * An estimate from above of the numbers that a call holds at once, for each pixel of the finest
   * level: the features that the way down keeps for the way up and some that are being worked on.
   */
  public double callFeatures() {
    return features(2 * layers + WORKING_COPIES);
  }

  /**
   * About how many numbers training keeps for the gradient, for each pixel of the finest level.
   *
   * @param wayUp whether the way up is there, too
   */
  public double trainingFeatures(boolean wayUp) {
    return features(layers * DOWN_MAPS + (wayUp ? (layers + 1) * UP_MAPS : 0));
  }

  /**
   * So many times the features of every level, each of a quarter of the pixels of the one above.
   */
  private double features(int maps) {
    double sum = 0;
    double pixels = 1;
    for (int c : channels) {
      sum += pixels * c * maps;
      pixels /= 4;
    }
    return sum;
  }
}

package io.github.diffusionj.engine.model;

import java.util.List;

/**
 * The architecture of a U-Net, as diffusers' {@code UNet2DModel} describes it in {@code
 * unet/config.json} (Ho, Jain and Abbeel 2020, appendix B, and Dhariwal and Nichol 2021).
 *
 * @param sampleSize the width and height that the network was trained on, or 0 if not stated
 * @param inChannels channels of x_t
 * @param outChannels channels of the prediction
 * @param centerInputSample whether the input is mapped by 2x − 1 first
 * @param flipSinToCos whether the time embedding starts with the cosines
 * @param freqShift subtracted from the number of frequencies in the time embedding's exponent
 * @param downBlocks the levels on the way down, from the finest
 * @param upBlocks the levels on the way up, from the coarsest
 * @param channels feature channels of each level, from the finest
 * @param layersPerBlock residual layers of each level on the way down (one more on the way up)
 * @param midAttention whether the middle has self-attention
 * @param midBlockScaleFactor what the middle's residual sums are divided by
 * @param downsamplePadding 1, or 0 for padding at the right and the bottom alone
 * @param activation SiLU, GELU, ReLU or Mish
 * @param attentionHeadDim channels of an attention head, or 0 for a single head
 * @param normGroups groups of the group normalisation
 * @param attentionNormGroups the same in the middle's attention; 0 for {@code normGroups}, or with
 *     scaleShift for no normalisation there
 * @param normEps added to the variance in the group normalisation
 * @param scaleShift whether the time embedding scales and shifts the normalised features rather
 *     than being added
 * @param classes number of classes of a class-conditional network, or 0
 */
public record UNetConfig(
    int sampleSize,
    int inChannels,
    int outChannels,
    boolean centerInputSample,
    boolean flipSinToCos,
    double freqShift,
    List<BlockType> downBlocks,
    List<BlockType> upBlocks,
    List<Integer> channels,
    int layersPerBlock,
    boolean midAttention,
    double midBlockScaleFactor,
    int downsamplePadding,
    Activation activation,
    int attentionHeadDim,
    int normGroups,
    int attentionNormGroups,
    double normEps,
    boolean scaleShift,
    int classes)
    implements NetworkConfig {

  /** The largest number of channels or classes that is believed; guards against absurd files. */
  private static final int MOST = 65_536;

  public UNetConfig {
    downBlocks = List.copyOf(downBlocks);
    upBlocks = List.copyOf(upBlocks);
    channels = List.copyOf(channels);
    within("sample_size", sampleSize, 0, MOST);
    within("in_channels", inChannels, 1, MOST);
    within("out_channels", outChannels, 1, MOST);
    within("layers_per_block", layersPerBlock, 1, 64);
    within("downsample_padding", downsamplePadding, 0, 1);
    within("attention_head_dim", attentionHeadDim, 0, MOST);
    within("norm_num_groups", normGroups, 1, MOST);
    within("attn_norm_num_groups", attentionNormGroups, 0, MOST);
    within("num_class_embeds", classes, 0, MOST);
    within("number of entries in block_out_channels", channels.size(), 1, 16);
    sameLength("down_block_types", downBlocks, channels);
    sameLength("up_block_types", upBlocks, channels);
    require(
        downBlocks.stream().allMatch(BlockType::isDown),
        "down_block_types may hold DownBlock2D and AttnDownBlock2D only, but is %s.",
        downBlocks.stream().map(BlockType::label).toList());
    require(
        upBlocks.stream().noneMatch(BlockType::isDown),
        "up_block_types may hold UpBlock2D and AttnUpBlock2D only, but is %s.",
        upBlocks.stream().map(BlockType::label).toList());
    for (int c : channels) {
      within("an entry of block_out_channels", c, 1, MOST);
      require(
          c % normGroups == 0,
          "norm_num_groups must divide every entry of block_out_channels, but %s does not divide"
              + " %s.",
          normGroups,
          c);
    }
    require(channels.get(0) % 2 == 0, "block_out_channels must start with an even number.");
    require(normEps > 0, "norm_eps must be above 0, but is %s.", normEps);
    require(
        midBlockScaleFactor > 0,
        "mid_block_scale_factor must be above 0, but is %s.",
        midBlockScaleFactor);
    checkAttention(
        downBlocks, upBlocks, channels, midAttention, attentionHeadDim, attentionNormGroups);
    require(
        freqShift >= 0 && freqShift < channels.get(0) / 2.0,
        "freq_shift must be from 0 to below %s, but is %s.",
        channels.get(0) / 2.0,
        freqShift);
  }

  private static void checkAttention(
      List<BlockType> downBlocks,
      List<BlockType> upBlocks,
      List<Integer> channels,
      boolean midAttention,
      int headDim,
      int normGroups) {
    int last = channels.size() - 1;
    for (int level = 0; level <= last; level++) {
      boolean attends =
          downBlocks.get(level).hasAttention()
              || upBlocks.get(last - level).hasAttention()
              || (level == last && midAttention);
      require(
          !attends || headDim <= channels.get(level),
          "attention_head_dim must be at most the channels of a level with attention, but %s is"
              + " above %s.",
          headDim,
          channels.get(level));
    }
    require(
        !midAttention || normGroups == 0 || channels.get(last) % normGroups == 0,
        "attn_norm_num_groups must divide the last of block_out_channels, but %s does not divide"
            + " %s.",
        normGroups,
        channels.get(last));
  }

  /** Number of resolution levels. */
  public int levels() {
    return channels.size();
  }

  /** Width and height of an input must be multiples of this: 2 to the power of levels − 1. */
  @Override
  public int sizeMultiple() {
    return 1 << (levels() - 1);
  }

  /** Channels of the time embedding: four times those of the finest level. */
  public int timeEmbeddingChannels() {
    return 4 * channels.get(0);
  }

  private static void sameLength(String key, List<?> values, List<?> channels) {
    require(
        values.size() == channels.size(),
        "%s must have as many entries as block_out_channels (%s), but has %s.",
        key,
        channels.size(),
        values.size());
  }

  private static void within(String key, int value, int low, int high) {
    require(
        value >= low && value <= high,
        "%s must be between %s and %s, but is %s.",
        key,
        low,
        high,
        value);
  }

  private static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(sentence, values));
    }
  }
}

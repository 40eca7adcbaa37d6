package io.github.diffusionj.model.unet.part;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a resolution level of the U-Net is made of, under diffusers' names. */
public enum BlockType {
  DOWN("DownBlock2D", Side.DOWN, false, false),
  ATTENTION_DOWN("AttnDownBlock2D", Side.DOWN, true, false),
  /** The way to the next level is a residual layer too. */
  RESIDUAL_DOWN("ResnetDownsampleBlock2D", Side.DOWN, false, false),
  /** The blocks of k-diffusion's U-Net (Karras et al. 2022, in Crowson's implementation). */
  K_DOWN("KDownBlock2D", Side.DOWN, false, true),
  K_ATTENTION_DOWN("KCrossAttnDownBlock2D", Side.DOWN, true, true),
  UP("UpBlock2D", Side.UP, false, false),
  ATTENTION_UP("AttnUpBlock2D", Side.UP, true, false),
  /** The way to the next level is a residual layer too. */
  RESIDUAL_UP("ResnetUpsampleBlock2D", Side.UP, false, false),
  K_UP("KUpBlock2D", Side.UP, false, true),
  K_ATTENTION_UP("KCrossAttnUpBlock2D", Side.UP, true, true);

  /** Which way a block goes. */
  public enum Side {
    DOWN("down_block_types"),
    UP("up_block_types");

    private final String key;

    Side(String key) {
      this.key = key;
    }

    /** The key of the configuration that lists such blocks. */
    public String key() {
      return key;
    }

    private String allowed() {
      return Arrays.stream(BlockType.values())
          .filter(type -> type.side == this)
          .map(BlockType::label)
          .collect(Collectors.joining(", "));
    }
  }

  /** Old configurations have some of the names with this before them. */
  private static final String OLD_PREFIX = "UNetRes";

  private final String label;
  private final Side side;
  private final boolean attention;
  private final boolean kDiffusion;

  BlockType(String label, Side side, boolean attention, boolean kDiffusion) {
    this.label = label;
    this.side = side;
    this.attention = attention;
    this.kDiffusion = kDiffusion;
  }

  /** The name that is written. */
  public String label() {
    return label;
  }

  /** Whether each layer is followed by self-attention. */
  public boolean hasAttention() {
    return attention;
  }

  /** Whether it is one of k-diffusion's blocks, which fit only each other. */
  public boolean isKDiffusion() {
    return kDiffusion;
  }

  /** Which way it goes. */
  public Side side() {
    return side;
  }

  /**
   * The block of that name.
   *
   * @throws IllegalArgumentException naming the ones that are supported on that side
   */
  public static BlockType of(Side side, String label) {
    String name = label.startsWith(OLD_PREFIX) ? label.substring(OLD_PREFIX.length()) : label;
    for (BlockType type : values()) {
      if (type.side == side && type.label.equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "%s holds %s, but only %s are supported.".formatted(side.key, label, side.allowed()));
  }

  /** The names of blocks, for the configuration and for messages. */
  public static List<String> labels(List<BlockType> blocks) {
    return blocks.stream().map(BlockType::label).toList();
  }
}

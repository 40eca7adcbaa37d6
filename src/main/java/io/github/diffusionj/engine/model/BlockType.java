package io.github.diffusionj.engine.model;

/** What a resolution level of the U-Net is made of, under diffusers' names. */
public enum BlockType {
  DOWN("DownBlock2D", false, true),
  ATTENTION_DOWN("AttnDownBlock2D", true, true),
  UP("UpBlock2D", false, false),
  ATTENTION_UP("AttnUpBlock2D", true, false);

  private final String label;
  private final boolean attention;
  private final boolean down;

  BlockType(String label, boolean attention, boolean down) {
    this.label = label;
    this.attention = attention;
    this.down = down;
  }

  public String label() {
    return label;
  }

  public boolean hasAttention() {
    return attention;
  }

  public boolean isDown() {
    return down;
  }
}

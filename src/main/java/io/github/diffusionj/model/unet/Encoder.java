package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Activation;
import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.ScriptBuilder;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes the first half of a U-Net: what leads from x and the embedding to the middle's output. */
public final class Encoder {

  private final UNetConfig config;
  private final ScriptBuilder script;
  private final Deque<Feature> skips = new ArrayDeque<>();
  private final ResidualBlocks residual;
  private final Blocks blocks;

  /**
   * Writes to a script.
   *
   * @param embedding the variable with the embedding of time and class
   */
  public Encoder(UNetConfig config, ScriptBuilder script, String embedding) {
    this.config = config;
    this.script = script;
    this.residual = new ResidualBlocks(config, script, embedding, skips);
    this.blocks =
        config.levels().kDiffusion()
            ? new KDiffusionBlocks(config, script, embedding, skips)
            : residual;
  }

  /** The levels on the way down from x, and the middle. */
  public Feature emit() {
    String x = config.centerInputSample() ? script.let("torch.sub(torch.mul(x, 2.0), 1.0)") : "x";
    Feature input = new Feature(x, config.inChannels());
    Feature h = script.conv(input, "conv_in", config.levels().finest(), 3, 1, 1);
    skips.push(h);
    for (int level = 0; level < config.levels().count(); level++) {
      h = blocks.down(h, level);
    }
    return config.middle().present() ? residual.middle(h) : h;
  }

  /** The levels for the way up, which have what the way down handed over. */
  Blocks blocks() {
    return blocks;
  }

  /** Group normalisation and SiLU, as before the last layer. */
  public static Feature last(Feature h, UNetConfig config, ScriptBuilder script) {
    int groups = config.normalisation().groupsOf(h.channels());
    String norm = script.groupNorm(h, "conv_norm_out", groups, config.normalisation().eps());
    return new Feature(script.activateLast(norm, Activation.SILU), h.channels());
  }
}

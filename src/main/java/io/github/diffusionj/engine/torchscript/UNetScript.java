package io.github.diffusionj.engine.torchscript;

import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.unet.Activation;
import io.github.diffusionj.engine.model.unet.TimeEmbedding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes the U-Net of diffusers' {@code UNet2DModel} as TorchScript: residual layers, an embedding
 * of the time, self-attention where the configuration says so, and skip connections from the way
 * down to the way up.
 *
 * <p>Inputs: x of shape (N, C, H, W); t of shape (N) as float32 network indices (t − 1 for a
 * person's t; fractions allowed but for a learned embedding); and for a class-conditional network
 * y: classes of shape (N), int64 for a table of classes and float32 for classes that are embedded
 * as times are, or float32 vectors of shape (N, time channels). Output: float32, shape (N,
 * out_channels, H, W).
 */
public final class UNetScript {

  private final UNetConfig config;
  private final ScriptBuilder script;

  private UNetScript(UNetConfig config, ScriptBuilder.Form form) {
    this.config = config;
    this.script = new ScriptBuilder(form);
  }

  /** The network of a configuration, on any device and with gradients. */
  public static NetworkScript of(UNetConfig config) {
    return new UNetScript(config, ScriptBuilder.Form.PLAIN).emit();
  }

  /** The same for a CPU with oneDNN, faster and without gradients. */
  public static NetworkScript packed(UNetConfig config) {
    return new UNetScript(config, ScriptBuilder.Form.PACKED).emit();
  }

  private NetworkScript emit() {
    Conditioning conditioning = new Conditioning(config, script);
    String embedding = conditioning.embed();
    Deque<Feature> skips = new ArrayDeque<>();
    ResidualBlocks residual = new ResidualBlocks(config, script, embedding, skips);
    Blocks blocks =
        config.levels().kDiffusion()
            ? new KDiffusionBlocks(config, script, embedding, skips)
            : residual;
    Feature h = script.conv(input(), "conv_in", config.levels().finest(), 3, 1, 1);
    skips.push(h);
    for (int level = 0; level < config.levels().count(); level++) {
      h = blocks.down(h, level);
    }
    h = config.middle().present() ? residual.middle(h) : h;
    for (int block = 0; block < config.levels().count(); block++) {
      h = blocks.up(h, block);
    }
    return script.build(conditioning.hasClasses() ? List.of("t", "y") : List.of("t"), output(h));
  }

  private Feature input() {
    String x = config.centerInputSample() ? script.let("torch.sub(torch.mul(x, 2.0), 1.0)") : "x";
    return new Feature(x, config.inChannels());
  }

  private String output(Feature h) {
    int groups = config.normalisation().groupsOf(h.channels());
    String norm = script.groupNorm(h, "conv_norm_out", groups, config.normalisation().eps());
    Feature activated = new Feature(script.activateLast(norm, Activation.SILU), h.channels());
    String out = script.conv(activated, "conv_out", config.outChannels(), 3, 1, 1).variable();
    return config.time().kind() == TimeEmbedding.Kind.FOURIER
        ? script.let("torch.div(%s, torch.reshape(t, [-1, 1, 1, 1]))", out)
        : out;
  }
}

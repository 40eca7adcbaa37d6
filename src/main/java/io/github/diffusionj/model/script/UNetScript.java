package io.github.diffusionj.model.script;

import io.github.diffusionj.model.unet.TimeEmbedding;
import io.github.diffusionj.model.unet.UNetConfig;
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
    Encoder encoder = new Encoder(config, script, embedding);
    Feature h = encoder.emit();
    for (int block = 0; block < config.levels().count(); block++) {
      h = encoder.blocks().up(h, block);
    }
    return script.build(conditioning.hasClasses() ? List.of("t", "y") : List.of("t"), output(h));
  }

  private String output(Feature h) {
    Feature last = Encoder.last(h, config, script);
    String out = script.conv(last, "conv_out", config.outChannels(), 3, 1, 1).variable();
    return config.time().kind() == TimeEmbedding.Kind.FOURIER
        ? script.let("torch.div(%s, torch.reshape(t, [-1, 1, 1, 1]))", out)
        : out;
  }
}

package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.part.TimeEmbedding;
import java.util.List;

/**
 * Writes the U-Net of diffusers' {@code UNet2DModel} as TorchScript: residual layers, an embedding
 * of the time, self-attention where the configuration says so, and skip connections from the way
 * down to the way up.
 *
 * <p>Inputs and output are those of {@link Architecture#script(ScriptBuilder.WeightForm)}; a
 * learned embedding takes whole times only.
 */
final class UNetScript {

  private final UNetConfig config;
  private final ScriptBuilder script;

  private UNetScript(UNetConfig config, ScriptBuilder.WeightForm form) {
    this.config = config;
    this.script = new ScriptBuilder(form);
  }

  /** The network of a configuration. */
  static NetworkScript of(UNetConfig config, ScriptBuilder.WeightForm form) {
    return new UNetScript(config, form).emit();
  }

  private NetworkScript emit() {
    String embedding = new Conditioning(config, script).embed();
    Encoder encoder = new Encoder(config, script, embedding);
    Feature h = encoder.emit();
    for (int block = 0; block < config.levels().count(); block++) {
      h = encoder.blocks().up(h, block);
    }
    return script.build(inputs(), output(h));
  }

  private List<String> inputs() {
    return config.classInput().equals(ClassInput.NONE) ? List.of("t") : List.of("t", "y");
  }

  private String output(Feature h) {
    Feature last = Encoder.last(h, config, script);
    String out = script.conv(last, "conv_out", config.outChannels(), 3, 1, 1).variable();
    return config.time().kind() == TimeEmbedding.Kind.FOURIER
        ? script.let("torch.div(%s, torch.reshape(t, [-1, 1, 1, 1]))", out)
        : out;
  }
}

package io.github.diffusionj.model.classifier;

import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.Conditioning;
import io.github.diffusionj.model.unet.Encoder;
import io.github.diffusionj.model.unet.UNetConfig;
import java.util.List;

/**
 * Writes a classifier of noised images as TorchScript: the first half of a U-Net, group
 * normalisation, SiLU, the mean over all pixels, and a linear layer.
 *
 * <p>Inputs: x of shape (N, C, H, W) and t of shape (N) as for a U-Net. Output: logits, float32,
 * shape (N, classes). Gradients reach the weights and x.
 */
final class ClassifierScript {

  private ClassifierScript() {}

  /** The classifier of a configuration. */
  static NetworkScript of(ClassifierConfig config) {
    UNetConfig encoder = config.encoder();
    ScriptBuilder script = new ScriptBuilder(ScriptBuilder.WeightForm.PLAIN);
    String embedding = new Conditioning(encoder, script).embed();
    Feature h = Encoder.last(new Encoder(encoder, script, embedding).emit(), encoder, script);
    String mean = script.let("torch.mean(%s, [2, 3])", h.variable());
    String logits = script.linear(mean, "classifier", h.channels(), config.classes().size());
    return script.build(List.of("t"), logits);
  }
}

package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.ScriptBuilder;

/** Writes multi-head self-attention over all pixels (Vaswani et al. 2017). */
final class Attention {

  private final ScriptBuilder script;

  Attention(ScriptBuilder script) {
    this.script = script;
  }

  /**
   * The attention of normalised features, without the sum with its input.
   *
   * @param headDim channels of a head; channels that are left over are not attended to
   */
  String of(Feature normalised, String name, int headDim) {
    int c = normalised.channels();
    int heads = c / headDim;
    int inner = heads * headDim;
    String x = normalised.variable();
    String tokens = script.let("torch.transpose(torch.flatten(%s, 2), 1, 2)", x);
    String q = heads(script.linear(tokens, name + ".to_q", c, inner), heads, headDim);
    String k = heads(script.linear(tokens, name + ".to_k", c, inner), heads, headDim);
    String v = heads(script.linear(tokens, name + ".to_v", c, inner), heads, headDim);
    String mixed = script.let("torch.scaled_dot_product_attention(%s, %s, %s)", q, k, v);
    String joined = script.let("torch.flatten(torch.transpose(%s, 1, 2), 2)", mixed);
    String out = script.linear(joined, name + ".to_out.0", inner, c);
    return script.let("torch.reshape(torch.transpose(%s, 1, 2), torch.size(%s))", out, x);
  }

  /** (N, pixels, heads·d) to (N, heads, pixels, d). */
  private String heads(String x, int heads, int headDim) {
    return script.let(
        "torch.transpose(torch.reshape(%s, [torch.size(%s, 0), -1, %d, %d]), 1, 2)",
        x, x, heads, headDim);
  }
}

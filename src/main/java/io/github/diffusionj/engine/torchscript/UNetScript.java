package io.github.diffusionj.engine.torchscript;

import io.github.diffusionj.engine.model.Activation;
import io.github.diffusionj.engine.model.BlockType;
import io.github.diffusionj.engine.model.UNetConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes the U-Net of diffusers' {@code UNet2DModel} as TorchScript: residual layers with group
 * normalisation, a sinusoidal time embedding, self-attention where the configuration says so, and
 * skip connections from each layer on the way down to its mirror on the way up.
 *
 * <p>Inputs: x of shape (N, C, H, W), t of shape (N) as float32 network indices (t − 1 for a
 * person's t, fractions allowed), and for a class-conditional network the classes of shape (N) as
 * int64. Output: float32, shape (N, out_channels, H, W).
 */
public final class UNetScript {

  private final UNetConfig config;
  private final ScriptBuilder script = new ScriptBuilder();
  private final Deque<Feature> skips = new ArrayDeque<>();
  private String embedding;

  /** A variable of shape (N, channels, h, w). */
  private record Feature(String variable, int channels) {}

  private UNetScript(UNetConfig config) {
    this.config = config;
  }

  /** The network of a configuration. */
  public static NetworkScript of(UNetConfig config) {
    return new UNetScript(config).emit();
  }

  private NetworkScript emit() {
    embedding = activate(embed());
    int first = config.channels().get(0);
    String input =
        config.centerInputSample() ? script.let("torch.sub(torch.mul(x, 2.0), 1.0)") : "x";
    Feature h =
        new Feature(script.conv(input, "conv_in", config.inChannels(), first, 3, 1, 1), first);
    skips.push(h);
    for (int level = 0; level < config.levels(); level++) {
      h = down(h, level);
    }
    h = middle(h);
    for (int block = 0; block < config.levels(); block++) {
      h = up(h, block);
    }
    String norm =
        script.groupNorm(h.variable, "conv_norm_out", first, config.normGroups(), config.normEps());
    String out =
        script.conv(
            activate(norm, Activation.SILU), "conv_out", first, config.outChannels(), 3, 1, 1);
    return script.build(config.classes() > 0 ? List.of("t", "y") : List.of("t"), out);
  }

  /** The time embedding, plus the class embedding where there is one: shape (N, 4·channels). */
  private String embed() {
    int channels = config.channels().get(0);
    int half = channels / 2;
    int width = config.timeEmbeddingChannels();
    String range =
        script.let(
            "torch.arange(%d, dtype=6, layout=None, device=ops.prim.device(x), pin_memory=False)",
            half);
    String exponent =
        script.let(
            "torch.div(torch.mul(%s, %s), %s)",
            range, -Math.log(10_000), half - config.freqShift());
    String angle =
        script.let("torch.mul(torch.unsqueeze(t, 1), torch.unsqueeze(torch.exp(%s), 0))", exponent);
    String order =
        config.flipSinToCos() ? "cos(%1$s), torch.sin(%1$s)" : "sin(%1$s), torch.cos(%1$s)";
    String waves = script.let("torch.cat([torch." + order + "], -1)", angle);
    String typed = script.let("torch.to(%s, ops.prim.dtype(x))", waves);
    String hidden = script.linear(typed, "time_embedding.linear_1", channels, width);
    String time =
        script.linear(activate(hidden, Activation.SILU), "time_embedding.linear_2", width, width);
    if (config.classes() == 0) {
      return time;
    }
    String table = script.weight("class_embedding.weight", config.classes(), width);
    return script.let("torch.add(%s, torch.embedding(%s, y))", time, table);
  }

  private Feature down(Feature h, int level) {
    String name = "down_blocks." + level;
    int channels = config.channels().get(level);
    for (int layer = 0; layer < config.layersPerBlock(); layer++) {
      h = residual(h, name + ".resnets." + layer, channels, 1);
      h = attend(h, config.downBlocks().get(level), name + ".attentions." + layer);
      skips.push(h);
    }
    if (level < config.levels() - 1) {
      h = downsample(h, name + ".downsamplers.0.conv");
      skips.push(h);
    }
    return h;
  }

  private Feature middle(Feature h) {
    double scale = config.midBlockScaleFactor();
    h = residual(h, "mid_block.resnets.0", h.channels, scale);
    if (config.midAttention()) {
      h = attention(h, "mid_block.attentions.0", middleNormGroups(), scale);
    }
    return residual(h, "mid_block.resnets.1", h.channels, scale);
  }

  /** As diffusers has it: unless told, no normalisation in a network with scale and shift. */
  private int middleNormGroups() {
    int ifNotTold = config.scaleShift() ? 0 : config.normGroups();
    return config.attentionNormGroups() > 0 ? config.attentionNormGroups() : ifNotTold;
  }

  private Feature up(Feature h, int block) {
    String name = "up_blocks." + block;
    int channels = config.channels().get(config.levels() - 1 - block);
    for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
      Feature skip = skips.pop();
      String joined = script.let("torch.cat([%s, %s], 1)", h.variable, skip.variable);
      h = new Feature(joined, h.channels + skip.channels);
      h = residual(h, name + ".resnets." + layer, channels, 1);
      h = attend(h, config.upBlocks().get(block), name + ".attentions." + layer);
    }
    if (block < config.levels() - 1) {
      String doubled =
          script.let(
              "torch.upsample_nearest2d(%s, annotate(Optional[List[int]], None), [2.0, 2.0])",
              h.variable);
      String conv = script.conv(doubled, name + ".upsamplers.0.conv", channels, channels, 3, 1, 1);
      h = new Feature(conv, channels);
    }
    return h;
  }

  private Feature downsample(Feature h, String name) {
    String x = h.variable;
    if (config.downsamplePadding() == 0) {
      x = script.let("torch.constant_pad_nd(%s, [0, 1, 0, 1], 0)", x);
    }
    int padding = config.downsamplePadding();
    return new Feature(script.conv(x, name, h.channels, h.channels, 3, 2, padding), h.channels);
  }

  /** norm, activation, conv; the time; norm, activation, conv; plus the input; over the scale. */
  private Feature residual(Feature in, String name, int out, double scale) {
    int groups = config.normGroups();
    double eps = config.normEps();
    String h = activate(script.groupNorm(in.variable, name + ".norm1", in.channels, groups, eps));
    h = script.conv(h, name + ".conv1", in.channels, out, 3, 1, 1);
    int width = config.scaleShift() ? 2 * out : out;
    String time =
        script.linear(embedding, name + ".time_emb_proj", config.timeEmbeddingChannels(), width);
    time = script.let("torch.unsqueeze(torch.unsqueeze(%s, -1), -1)", time);
    if (!config.scaleShift()) {
      h = script.let("torch.add(%s, %s)", h, time);
    }
    h = script.groupNorm(h, name + ".norm2", out, groups, eps);
    if (config.scaleShift()) {
      String parts = script.let("torch.chunk(%s, 2, 1)", time);
      h = script.let("torch.add(torch.mul(%s, torch.add(%s[0], 1)), %s[1])", h, parts, parts);
    }
    h = script.conv(activate(h), name + ".conv2", out, out, 3, 1, 1);
    String shortcut =
        in.channels == out
            ? in.variable
            : script.conv(in.variable, name + ".conv_shortcut", in.channels, out, 1, 1, 0);
    return new Feature(rescale(script.let("torch.add(%s, %s)", shortcut, h), scale), out);
  }

  private Feature attend(Feature h, BlockType block, String name) {
    return block.hasAttention() ? attention(h, name, config.normGroups(), 1) : h;
  }

  /**
   * Multi-head self-attention over all pixels, plus the input, over the scale.
   *
   * @param groups of the normalisation before it, or 0 for none
   */
  private Feature attention(Feature in, String name, int groups, double scale) {
    int c = in.channels;
    int headDim = config.attentionHeadDim() > 0 ? config.attentionHeadDim() : c;
    int heads = c / headDim;
    int inner = heads * headDim;
    String x = in.variable;
    String norm =
        groups > 0 ? script.groupNorm(x, name + ".group_norm", c, groups, config.normEps()) : x;
    String tokens = script.let("torch.transpose(torch.flatten(%s, 2), 1, 2)", norm);
    String q = heads(script.linear(tokens, name + ".to_q", c, inner), heads, headDim);
    String k = heads(script.linear(tokens, name + ".to_k", c, inner), heads, headDim);
    String v = heads(script.linear(tokens, name + ".to_v", c, inner), heads, headDim);
    String mixed = script.let("torch.scaled_dot_product_attention(%s, %s, %s)", q, k, v);
    String joined = script.let("torch.flatten(torch.transpose(%s, 1, 2), 2)", mixed);
    String out = script.linear(joined, name + ".to_out.0", inner, c);
    String plane = script.let("torch.reshape(torch.transpose(%s, 1, 2), torch.size(%s))", out, x);
    return new Feature(rescale(script.let("torch.add(%s, %s)", plane, x), scale), c);
  }

  /** (N, pixels, heads·d) to (N, heads, pixels, d). */
  private String heads(String x, int heads, int headDim) {
    return script.let(
        "torch.transpose(torch.reshape(%s, [torch.size(%s, 0), -1, %d, %d]), 1, 2)",
        x, x, heads, headDim);
  }

  private String rescale(String x, double scale) {
    return scale == 1 ? x : script.let("torch.div(%s, %s)", x, scale);
  }

  private String activate(String x) {
    return activate(x, config.activation());
  }

  /** The time embedding and the output have SiLU whatever {@code act_fn} says. */
  private String activate(String x, Activation activation) {
    return script.let("torch.%s(%s)", activation.label(), x);
  }
}

package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.KDiffusionRules;
import java.util.Deque;

/**
 * Writes the levels of k-diffusion's blocks: residual layers whose normalisations are scaled and
 * shifted by the time, and a smoothing filter on the way from level to level. Each level hands only
 * its last layer to the way up.
 */
final class KDiffusionBlocks implements Blocks {

  /** The normalisation of attention does not follow {@code norm_eps}. */
  private static final double ATTENTION_EPS = 1e-5;

  /** The filter (1, 3, 3, 1) / 8 in both directions; on the way up twice that in each. */
  private static final String FILTER = "annotate(List[float], [0.125, 0.375, 0.375, 0.125])";

  private final UNetConfig config;
  private final ScriptBuilder script;
  private final String embedding;
  private final Deque<Feature> skips;

  /**
   * Writes to a script.
   *
   * @param embedding the variable with the time's embedding
   * @param skips what the way down hands to the way up
   */
  KDiffusionBlocks(
      UNetConfig config, ScriptBuilder script, String embedding, Deque<Feature> skips) {
    this.config = config;
    this.script = script;
    this.embedding = embedding;
    this.skips = skips;
  }

  @Override
  public Feature down(Feature h, int level) {
    String name = "down_blocks." + level;
    int channels = config.levels().channels().get(level);
    boolean attends = config.levels().down().get(level) == BlockType.K_ATTENTION_DOWN;
    boolean last = level == config.levels().count() - 1;
    int groups = KDiffusionRules.groups(channels);
    for (int layer = 0; layer < config.levels().layers(); layer++) {
      h = residual(h, name + ".resnets." + layer, channels, groups, channels);
      if (attends) {
        h = attention(h, name + ".attentions." + layer, headDim(channels), last);
      }
    }
    skips.push(h);
    return last ? h : downsample(h);
  }

  @Override
  public Feature up(Feature h, int block) {
    String name = "up_blocks." + block;
    int channels = config.levels().upChannels(block);
    int groups = KDiffusionRules.groups(channels);
    boolean attends = config.levels().up().get(block) == BlockType.K_ATTENTION_UP;
    boolean noSkip = KDiffusionRules.hasNoSkip(config.levels(), block, config.timeChannels());
    Feature skip = skips.pop();
    h = noSkip ? h : script.join(h, skip);
    for (int layer = 0; layer < config.levels().layers(); layer++) {
      boolean last = layer == config.levels().layers() - 1;
      int out = last ? config.levels().nextUpChannels(block) : channels;
      int hidden = attends ? channels : out;
      h = residual(h, name + ".resnets." + layer, hidden, groups, out);
      if (attends) {
        h = attention(h, name + ".attentions." + layer, headDim(channels), noSkip);
      }
    }
    return block < config.levels().count() - 1 ? upsample(h) : h;
  }

  private int headDim(int channels) {
    return config.attentionHeadDim() > 0 ? config.attentionHeadDim() : channels;
  }

  /** norm, activation, conv, norm, activation, conv; plus the input. */
  private Feature residual(Feature in, String name, int hidden, int hiddenGroups, int out) {
    double eps = config.normalisation().eps();
    int groups = KDiffusionRules.groups(in.channels());
    Feature h = normalise(in, name + ".norm1", groups, eps);
    h = script.conv(activate(h), name + ".conv1", hidden, 3, 1, 1);
    h = normalise(h, name + ".norm2", hiddenGroups, eps);
    h = script.conv(activate(h), name + ".conv2", out, 3, 1, 1);
    String x = in.variable();
    if (in.channels() != out) {
      String w = script.weight(name + ".conv_shortcut.weight", out, in.channels(), 1, 1);
      x = script.let("torch.conv2d(%s, %s)", x, w);
    }
    return new Feature(script.let("torch.add(%s, %s)", x, h.variable()), out);
  }

  private Feature activate(Feature h) {
    return new Feature(script.activateLast(h.variable(), config.activation()), h.channels());
  }

  /** Group normalisation that the time scales and shifts. */
  private Feature normalise(Feature x, String name, int groups, double eps) {
    int c = x.channels();
    String linear = script.linear(embedding, name + ".linear", config.timeChannels(), 2 * c);
    String time = script.let("torch.unsqueeze(torch.unsqueeze(%s, -1), -1)", linear);
    String normalised = script.groupNorm(x, groups, eps);
    return new Feature(script.scaleAndShift(normalised, time), c);
  }

  /** Self-attention, plus the input: once, or at the coarsest level twice. */
  private Feature attention(Feature h, String name, int headDim, boolean twice) {
    Feature first = twice ? attention(h, name, "1", headDim) : h;
    return attention(first, name, "2", headDim);
  }

  private Feature attention(Feature h, String name, String number, int headDim) {
    int groups = KDiffusionRules.groups(h.channels());
    Feature normalised = normalise(h, name + ".norm" + number, groups, ATTENTION_EPS);
    String attention = name + ".attn" + number;
    if (number.equals("2")) {
      // In the file, but only for text that is attended to.
      script.weight(attention + ".norm_cross.weight", h.channels());
      script.weight(attention + ".norm_cross.bias", h.channels());
    }
    String attended = new Attention(script).of(normalised, attention, headDim);
    return new Feature(script.let("torch.add(%s, %s)", attended, h.variable()), h.channels());
  }

  private Feature downsample(Feature h) {
    String filter = filter(h, FILTER);
    return new Feature(
        script.let(
            "torch.conv2d(%s, %s, None, [2, 2], [0, 0], [1, 1], %d)",
            mirrored(h), filter, h.channels()),
        h.channels());
  }

  private Feature upsample(Feature h) {
    String filter = script.let("torch.mul(%s, 4)", filter(h, FILTER));
    return new Feature(
        script.let(
            "torch.conv_transpose2d(%s, %s, None, [2, 2], [3, 3], [0, 0], %d)",
            mirrored(h), filter, h.channels()),
        h.channels());
  }

  private String mirrored(Feature h) {
    return script.let("torch.reflection_pad2d(%s, [1, 1, 1, 1])", h.variable());
  }

  /** The filter for each channel alone: shape (channels, 1, 4, 4). */
  private String filter(Feature h, String values) {
    String line =
        script.let("torch.tensor(%s, dtype=ops.prim.dtype(x), device=ops.prim.device(x))", values);
    return script.let(
        "torch.repeat(torch.reshape(torch.outer(%s, %s), [1, 1, 4, 4]), [%d, 1, 1, 1])",
        line, line, h.channels());
  }
}

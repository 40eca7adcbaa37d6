package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Middle;
import io.github.diffusionj.model.unet.part.Resampling;
import java.util.Deque;

/**
 * Writes the levels of all but k-diffusion's blocks, and the middle: residual layers with group
 * normalisation that are told the time, and self-attention where the configuration says so.
 */
final class ResidualBlocks implements Blocks {

  /** What a residual layer does to width and height. */
  private enum Size {
    SAME,
    HALF,
    DOUBLE
  }

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
  ResidualBlocks(UNetConfig config, ScriptBuilder script, String embedding, Deque<Feature> skips) {
    this.config = config;
    this.script = script;
    this.embedding = script.activate(embedding, config.activation());
    this.skips = skips;
  }

  @Override
  public Feature down(Feature h, int level) {
    String name = "down_blocks." + level;
    BlockType type = config.levels().down().get(level);
    int channels = config.levels().channels().get(level);
    for (int layer = 0; layer < config.levels().layers(); layer++) {
      h = residual(h, name + ".resnets." + layer, channels);
      h = attend(h, type, name + ".attentions." + layer);
      skips.push(h);
    }
    if (level < config.levels().count() - 1) {
      h = downsample(h, type, name + ".downsamplers.0");
      skips.push(h);
    }
    return h;
  }

  /** Residual layer, self-attention, residual layer, each sum over the scale. */
  Feature middle(Feature h) {
    Middle middle = config.middle();
    int groups = config.normalisation().groupsOf(h.channels());
    h = residual(h, "mid_block.resnets.0", h.channels(), Size.SAME, middle.scale(), groups);
    if (middle.attends()) {
      int attentionGroups = config.middleAttentionGroups();
      h = attention(h, "mid_block.attentions.0", attentionGroups, middle.scale());
    }
    return residual(h, "mid_block.resnets.1", h.channels(), Size.SAME, middle.scale(), groups);
  }

  @Override
  public Feature up(Feature h, int block) {
    String name = "up_blocks." + block;
    BlockType type = config.levels().up().get(block);
    int channels = config.levels().upChannels(block);
    for (int layer = 0; layer <= config.levels().layers(); layer++) {
      h = script.join(h, skips.pop());
      h = residual(h, name + ".resnets." + layer, channels);
      h = attend(h, type, name + ".attentions." + layer);
    }
    return block < config.levels().count() - 1 ? upsample(h, type, name + ".upsamplers.0") : h;
  }

  private Feature downsample(Feature h, BlockType type, String name) {
    if (isResidual(type, BlockType.ATTENTION_DOWN, config.resampling().down())) {
      return residual(h, name, h.channels(), Size.HALF, 1, config.normalisation().groups());
    }
    String x = h.variable();
    int padding = config.resampling().padding();
    if (padding == 0) {
      x = script.let("torch.constant_pad_nd(%s, [0, 1, 0, 1], 0)", x);
    }
    return script.conv(new Feature(x, h.channels()), name + ".conv", h.channels(), 3, 2, padding);
  }

  private Feature upsample(Feature h, BlockType type, String name) {
    if (isResidual(type, BlockType.ATTENTION_UP, config.resampling().up())) {
      return residual(h, name, h.channels(), Size.DOUBLE, 1, config.normalisation().groups());
    }
    Feature doubled = new Feature(resize(h.variable(), Size.DOUBLE), h.channels());
    return script.conv(doubled, name + ".conv", h.channels(), 3, 1, 1);
  }

  /** Blocks with attention are told the kind of layer; the others have but one. */
  private static boolean isResidual(BlockType type, BlockType attention, Resampling.Layer layer) {
    boolean always = type == BlockType.RESIDUAL_DOWN || type == BlockType.RESIDUAL_UP;
    return always || (type == attention && layer == Resampling.Layer.RESNET);
  }

  private Feature residual(Feature in, String name, int out) {
    return residual(in, name, out, Size.SAME, 1, config.normalisation().groups());
  }

  /** norm, activation, conv; the time; norm, activation, conv; plus the input; over the scale. */
  private Feature residual(Feature in, String name, int out, Size size, double scale, int groups) {
    double eps = config.normalisation().eps();
    String h =
        script.activateLast(
            script.groupNorm(in, name + ".norm1", groups, eps), config.activation());
    String x = resize(in.variable(), size);
    Feature first = new Feature(resize(h, size), in.channels());
    Feature hidden = script.conv(first, name + ".conv1", out, 3, 1, 1);
    h = script.activateLast(told(hidden, name, groups, eps), config.activation());
    h = script.conv(new Feature(h, out), name + ".conv2", out, 3, 1, 1).variable();
    if (in.channels() != out) {
      x =
          script
              .conv(new Feature(x, in.channels()), name + ".conv_shortcut", out, 1, 1, 0)
              .variable();
    }
    return new Feature(rescale(script.let("torch.add(%s, %s)", x, h), scale), out);
  }

  /** The second normalisation, with the time added before or scaling and shifting after. */
  private String told(Feature hidden, String name, int groups, double eps) {
    int out = hidden.channels();
    boolean scaleShift = config.normalisation().scaleShift();
    int width = scaleShift ? 2 * out : out;
    String linear = script.linear(embedding, name + ".time_emb_proj", config.timeChannels(), width);
    String time = script.let("torch.unsqueeze(torch.unsqueeze(%s, -1), -1)", linear);
    if (scaleShift) {
      String normalised = script.groupNorm(hidden, name + ".norm2", groups, eps);
      return script.scaleAndShift(normalised, time);
    }
    String sum = script.let("torch.add(%s, %s)", hidden.variable(), time);
    return script.groupNorm(new Feature(sum, out), name + ".norm2", groups, eps);
  }

  private String resize(String x, Size size) {
    return switch (size) {
      case SAME -> x;
      case HALF -> script.let("torch.avg_pool2d(%s, [2, 2], [2, 2])", x);
      case DOUBLE ->
          script.let(
              "torch.upsample_nearest2d(%s, annotate(Optional[List[int]], None), [2.0, 2.0])", x);
    };
  }

  private Feature attend(Feature h, BlockType type, String name) {
    return type.hasAttention() ? attention(h, name, config.normalisation().groups(), 1) : h;
  }

  /** Self-attention, plus the input, over the scale; without normalisation if groups is 0. */
  private Feature attention(Feature in, String name, int groups, double scale) {
    int c = in.channels();
    Feature normalised =
        groups == 0
            ? in
            : new Feature(
                script.groupNorm(in, name + ".group_norm", groups, config.normalisation().eps()),
                c);
    int headDim = config.attentionHeadDim() > 0 ? config.attentionHeadDim() : c;
    String attended = new Attention(script).of(normalised, name, headDim);
    String sum = script.let("torch.add(%s, %s)", attended, in.variable());
    return new Feature(rescale(sum, scale), c);
  }

  private String rescale(String x, double scale) {
    return scale == 1 ? x : script.let("torch.div(%s, %s)", x, scale);
  }
}

package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Activation;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.part.TimeEmbedding;

/**
 * Writes what the layers are told beside their input: the time, and the class where there is one.
 */
public final class Conditioning {

  private final UNetConfig config;
  private final ScriptBuilder script;

  /** Writes to a script. */
  public Conditioning(UNetConfig config, ScriptBuilder script) {
    this.config = config;
    this.script = script;
  }

  /** The embedding of t, plus that of y: shape (N, time channels). */
  public String embed() {
    String time = layers(project("t"), "time_embedding");
    return switch (config.classEmbedding().kind()) {
      case NONE -> time;
      case TABLE -> {
        int classes = config.classEmbedding().stated();
        String table = script.weight("class_embedding.weight", classes, config.timeChannels());
        yield plus(time, script.let("torch.embedding(%s, y)", table));
      }
      case TIMESTEP -> plus(time, layers(project("y"), "class_embedding"));
      case IDENTITY -> plus(time, script.let("torch.to(y, ops.prim.dtype(x))"));
    };
  }

  private String plus(String time, String other) {
    return script.let("torch.add(%s, %s)", time, other);
  }

  /** Two layers with SiLU between, whatever {@code act_fn} says. */
  private String layers(String projected, String name) {
    int width = config.timeChannels();
    String hidden = script.linear(projected, name + ".linear_1", projectedWidth(), width);
    return script.linear(
        script.activateLast(hidden, Activation.SILU), name + ".linear_2", width, width);
  }

  private int projectedWidth() {
    int channels = config.levels().finest();
    return config.time().kind() == TimeEmbedding.Kind.FOURIER ? 2 * channels : channels;
  }

  /** Numbers of shape (N) as features of shape (N, projected width). */
  private String project(String numbers) {
    return switch (config.time().kind()) {
      case POSITIONAL -> positional(numbers);
      case FOURIER -> fourier(numbers);
      case LEARNED -> {
        int timesteps = config.time().timesteps();
        String table = projection(timesteps, config.levels().finest());
        yield script.let("torch.embedding(%s, torch.to(%s, 4))", table, numbers);
      }
    };
  }

  private String positional(String numbers) {
    int channels = config.levels().finest();
    int half = channels / 2;
    String range =
        script.let(
            "torch.arange(%d, dtype=6, layout=None, device=ops.prim.device(x), pin_memory=False)",
            half);
    String exponent =
        script.let(
            "torch.div(torch.mul(%s, %s), %s)",
            range, -Math.log(10_000), half - config.time().freqShift());
    String angle =
        script.let(
            "torch.mul(torch.unsqueeze(%s, 1), torch.unsqueeze(torch.exp(%s), 0))",
            numbers, exponent);
    String waves = waves(angle, config.time().flipSinToCos());
    String padded =
        channels % 2 == 0 ? waves : script.let("torch.constant_pad_nd(%s, [0, 1], 0)", waves);
    return script.let("torch.to(%s, ops.prim.dtype(x))", padded);
  }

  private String fourier(String numbers) {
    String frequencies = projection(config.levels().finest());
    String product =
        script.let(
            "torch.mul(torch.unsqueeze(torch.log(%s), 1), torch.unsqueeze(torch.to(%s, 6), 0))",
            numbers, frequencies);
    String angle = script.let("torch.mul(torch.mul(%s, 2), %s)", product, Math.PI);
    return script.let("torch.to(%s, ops.prim.dtype(x))", waves(angle, false));
  }

  private String waves(String angle, boolean cosineFirst) {
    String order = cosineFirst ? "cos(%1$s), torch.sin(%1$s)" : "sin(%1$s), torch.cos(%1$s)";
    return script.let("torch.cat([torch." + order + "], -1)", angle);
  }

  /** The one table of time and class: diffusers embeds both by it. */
  private String projection(long... shape) {
    return script.weight("time_proj.weight", shape);
  }
}

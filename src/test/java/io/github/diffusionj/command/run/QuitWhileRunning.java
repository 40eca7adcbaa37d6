package io.github.diffusionj.command.run;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** A command that would take hours, while which ImageJ quits if it is told to. */
final class QuitWhileRunning extends DiffusionCommand {

  static final String RUNNING = "running";
  static final String STOPPED = "stopped";

  private final Path model;
  private final boolean exits;

  private QuitWhileRunning(Path model, boolean exits) {
    this.model = model;
    this.exits = exits;
  }

  /** The model's folder, which is not there yet; and anything more to quit by itself. */
  public static void main(String[] arguments) throws IOException {
    Path model = TinyModel.create(Path.of(arguments[0]), 1).path();
    new QuitWhileRunning(model, arguments.length > 1).run();
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    generate(1, 1, progress); // so that the network is open
    System.out.println(RUNNING);
    if (exits) {
      new Thread(() -> System.exit(0)).start();
    }
    try {
      generate(1000, 1000, progress);
    } catch (CancelledException e) {
      System.out.println(STOPPED);
      throw e;
    }
  }

  private void generate(int n, int steps, Progress progress) throws IOException {
    OptionalInt size = OptionalInt.of(256);
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.DDIM,
            OptionalInt.of(steps),
            TimestepSpacing.TRAILING,
            0,
            Optional.empty(),
            1);
    new GenerateTask(new GenerateOptions(model, n, size, size, sampler, 1), models()).run(progress);
  }
}

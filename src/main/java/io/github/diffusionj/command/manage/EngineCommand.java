package io.github.diffusionj.command.manage;

import ij.IJ;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.EnginePreferences;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.task.EngineTask;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Chooses where and how networks run, and says what was chosen and why. */
@Plugin(type = Command.class)
public final class EngineCommand extends DiffusionCommand {

  @Parameter(
      description =
          "auto (a CUDA GPU if there is one, else the processor), cpu, gpu0, gpu1 or mps. What is"
              + " chosen in this dialog also holds in later sessions; what a macro sets holds until"
              + " ImageJ is closed.")
  private String device = EngineSettings.DEFAULT.device();

  @Parameter(
      min = "0",
      max = "1024",
      description = "Processor threads of one operation; 0 for the engine's choice.")
  private int threads = EngineSettings.DEFAULT.threads();

  @Parameter(description = "bfloat16 is faster where the processor has it, and less exact.")
  private String precision = EngineSettings.DEFAULT.precision().label();

  @Parameter(type = ItemIO.OUTPUT)
  private String report;

  @Override
  protected List<String> choices(String key) {
    return key.equals("precision") ? Labelled.labels(Precision.values()) : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    report = new EngineTask().run(settings(), progress).text();
    IJ.log(report.strip());
  }

  @Override
  protected void afterDialog() {
    EnginePreferences.keep(settings());
  }

  private EngineSettings settings() {
    return new EngineSettings(device, threads, Precision.of(precision));
  }
}

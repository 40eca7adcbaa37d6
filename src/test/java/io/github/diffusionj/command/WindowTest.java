package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.diffusionj.command.analysis.SchedulePlotCommand;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dialogs on a display; skipped where there is none. */
class WindowTest {

  private static final Pattern RECORDED =
      Pattern.compile("recorded: run\\(\"Diffusion Schedule Plot\\.\\.\\.\", \"(.*)\"\\);");

  @TempDir Path folder;

  @Test
  void theDialogRefusesRecordsReplaysAndPreviewsWithoutTouchingTheImage() throws Exception {
    assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    JavaProcess process = JavaProcess.run(folder, WindowScenario.class, folder.toString());
    assertThat(process.exitCode()).as(process.err()).isZero();
    assertThat(process.out().lines())
        .contains(
            "ok at 0 steps: false",
            "ok at 20 steps: true",
            "replayed alike: true",
            "own overlay back: true",
            "pixels unchanged: true",
            "windows after cancel: 1");
    assertThat(recorded(process.out()))
        .containsEntry("schedule", "linear, sigmoid")
        .containsEntry("model", null)
        .containsEntry("steps", 20)
        .containsEntry("betaStart", 1e-4)
        .containsEntry("betaEnd", 0.02)
        .containsEntry("curve", "snr")
        .containsEntry("table", false);
  }

  @Test
  void theRecordedMacroOfEachCommandGivesTheSamePixelsAndEscIsQuiet() throws Exception {
    assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    Path models = Files.createDirectory(folder.resolve("models"));
    TinyModel.create(models.resolve(ModelCommand.DEFAULT_MODEL), 1);
    JavaProcess process = JavaProcess.run(folder, ReplayScenario.class, models.toString());
    assertThat(process.exitCode()).as(process.err()).isZero();
    assertThat(process.out().lines())
        .containsExactly(
            "Diffusion Inpaint... true",
            "Diffusion Inpaint... true",
            "Diffusion Inpaint... true",
            "overlay as it was: true",
            "selection as it was: true",
            "ROI Manager as it was: true",
            "Diffusion Generate... true",
            "Diffusion Noise... true",
            "Diffusion Denoise... true",
            "quiet after Esc: true");
  }

  @Test
  void trainingFromTheDialogStopsOnEscResumesFromTheRecordedMacroAndItsModelGenerates()
      throws Exception {
    assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    JavaProcess process = JavaProcess.run(folder, TrainScenario.class, folder.toString());
    assertThat(process.exitCode()).as(process.err()).isZero();
    assertThat(process.out().lines())
        .contains(
            "stopped early: true",
            "steps after resume: 600",
            "loss window: true",
            "generated: 16 × 16");
  }

  private static Map<String, Object> recorded(String out) {
    Matcher matcher = RECORDED.matcher(out);
    assertThat(matcher.find()).as(out).isTrue();
    return new CommandRun("Diffusion Schedule Plot", SchedulePlotCommand.class)
        .spec()
        .read(matcher.group(1));
  }
}

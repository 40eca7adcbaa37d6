package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.command.analysis.SchedulePlotCommand;
import io.github.diffusionj.command.run.DeclaredDefaults;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.prefs.PrefService;

/** The commands as scripts call them, through SciJava and without ImageJ's menus. */
class SciJavaTest {

  private static CommandModule run(Context context, Object... inputs) throws Exception {
    return run(context, SchedulePlotCommand.class, inputs);
  }

  private static CommandModule run(
      Context context, Class<? extends Command> command, Object... inputs) throws Exception {
    return context.service(CommandService.class).run(command, true, inputs).get();
  }

  private static int rows(CommandModule module) {
    return ((ResultsTable) module.getOutput("resultTable")).size();
  }

  @Test
  void aScriptRunsACommandByItsClassNameAndGetsItsOutputs() throws Exception {
    try (Context context = new Context(CommandService.class)) {
      CommandModule module = run(context, "schedule", "linear, sigmoid", "steps", 5, "table", true);
      assertThat(module.getOutput("resultPlot")).isInstanceOf(ImagePlus.class);
      assertThat(rows(module)).isEqualTo(6);
    }
  }

  @Test
  void aScriptSetsTheInputsThatACommandHasFromItsBases() throws Exception {
    ImagePlus image = IJ.createImage("stack", "8-bit ramp", 8, 8, 3);
    try (Context context = new Context(CommandService.class)) {
      CommandModule module =
          run(context, NoiseCommand.class, "image", image, "t", 200, "slices", "2-3");
      assertThat(((ImagePlus) module.getOutput("result")).getStackSize()).isEqualTo(2);
    }
  }

  @Test
  void aScriptIsNotAskedForAnInputThatTheCommandDoesNotHave() throws Exception {
    Module generate = new CommandInfo(GenerateCommand.class).createModule();
    new DeclaredDefaults().process(generate);
    assertThat(generate.isInputResolved("image")).isTrue();
    Module denoise = new CommandInfo(DenoiseCommand.class).createModule();
    new DeclaredDefaults().process(denoise);
    assertThat(denoise.isInputResolved("image")).isFalse();
  }

  @Test
  void anInputThatAScriptLeavesOutHasItsDefaultAndNotTheValueOfTheLastRun() throws Exception {
    try (Context context = new Context(CommandService.class, PrefService.class)) {
      run(context, "steps", 5, "table", true);
      assertThat(rows(run(context, "table", true))).isEqualTo(1001);
    }
  }
}

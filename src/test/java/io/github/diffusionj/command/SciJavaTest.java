package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.command.analysis.SchedulePlotCommand;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.prefs.PrefService;

/** The commands as scripts call them, through SciJava and without ImageJ's menus. */
class SciJavaTest {

  private static CommandModule run(Context context, Object... inputs) throws Exception {
    return context
        .service(CommandService.class)
        .run(SchedulePlotCommand.class.getName(), true, inputs)
        .get();
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
  void anInputThatAScriptLeavesOutHasItsDefaultAndNotTheValueOfTheLastRun() throws Exception {
    try (Context context = new Context(CommandService.class, PrefService.class)) {
      run(context, "steps", 5, "table", true);
      assertThat(rows(run(context, "table", true))).isEqualTo(1001);
    }
  }
}

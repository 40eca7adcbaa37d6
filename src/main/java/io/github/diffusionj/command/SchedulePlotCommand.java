package io.github.diffusionj.command;

import io.github.diffusionj.command.run.*;

/** stub. */
public final class SchedulePlotCommand extends DiffusionCommand {
  @org.scijava.plugin.Parameter(label = "Steps", min = "1", max = "1000000", description = "d")
  private int steps = 1000;

  protected void execute(io.github.diffusionj.engine.Progress p) {
    ij.IJ.log("steps " + steps);
  }
}

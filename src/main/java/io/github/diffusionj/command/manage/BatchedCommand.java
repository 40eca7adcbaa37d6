package io.github.diffusionj.command.manage;

import io.github.diffusionj.base.Labelled;

/** A command that Diffusion Batch runs. */
enum BatchedCommand implements Labelled {
  NOISE("noise"),
  DENOISE("denoise"),
  INPAINT("inpaint"),
  RESTORE("restore"),
  INVERT("analysis.invert"),
  ROUND_TRIP("analysis.round_trip"),
  SCORE("analysis.score"),
  VARIATIONAL_BOUND("analysis.variational_bound");

  private final String argument;

  BatchedCommand(String argument) {
    this.argument = argument;
  }

  /** What {@code plugins.config} calls the command. */
  String argument() {
    return argument;
  }

  @Override
  public String label() {
    return argument.substring(argument.lastIndexOf('.') + 1);
  }

  /**
   * The command of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  static BatchedCommand of(String label) {
    return Labelled.of(BatchedCommand.class, "command", label);
  }
}

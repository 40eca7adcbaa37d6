package io.github.diffusionj.task.train;

import ij.ImagePlus;
import io.github.diffusionj.engine.training.plan.LossHistory;
import java.util.List;

/** Keeps what a training says. */
record SaidLines(List<String> said) implements TrainingView {

  /** The images of which it said that they are skipped, each with the reason. */
  static List<String> skipped(List<String> said) {
    String first = "Skipped ";
    return said.stream()
        .filter(line -> line.startsWith(first))
        .map(line -> line.substring(first.length()))
        .toList();
  }

  @Override
  public void says(String line) {
    said.add(line);
  }

  @Override
  public void losses(LossHistory history) {}

  @Override
  public boolean wantsSamples() {
    return false;
  }

  @Override
  public void samples(ImagePlus montage) {}
}

package io.github.diffusionj.command.run;

import ij.IJ;
import io.github.diffusionj.base.Progress;

/** ImageJ's status line and progress bar, and the Esc key as the wish to stop. */
final class ImageJProgress implements Progress, AutoCloseable {

  /** Forgets an Esc that was pressed before. */
  ImageJProgress() {
    IJ.resetEscape();
  }

  @Override
  public void report(double fraction, String message) {
    IJ.showProgress(fraction);
    IJ.showStatus(message);
  }

  @Override
  public boolean cancelled() {
    return IJ.escapePressed();
  }

  @Override
  public void note(String sentence) {
    IJ.log(sentence);
  }

  @Override
  public void close() {
    IJ.showProgress(1.0);
    IJ.showStatus("");
  }
}

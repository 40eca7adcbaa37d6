package io.github.diffusionj.command.run;

import ij.IJ;
import io.github.diffusionj.base.Progress;

/** ImageJ's status line and progress bar; the wish to stop is the Esc key, or quitting ImageJ. */
final class ImageJProgress implements Progress, AutoCloseable {

  private final CommandSession session;

  /** Forgets an Esc that was pressed before. */
  ImageJProgress(CommandSession session) {
    this.session = session;
    IJ.resetEscape();
  }

  @Override
  public void report(double fraction, String message) {
    IJ.showProgress(fraction);
    IJ.showStatus(message);
  }

  @Override
  public boolean cancelled() {
    return IJ.escapePressed() || session.quitting();
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

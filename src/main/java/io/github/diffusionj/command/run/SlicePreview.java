package io.github.diffusionj.command.run;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ImageProcessor;
import java.util.Arrays;

/**
 * Shows pixels in front of an image without changing them: as the lowest element of an overlay that
 * stands in for the image's own until {@link #end()}.
 */
final class SlicePreview {

  private final ImagePlus image;
  private final Overlay overlay;
  private final boolean hidden;
  private boolean showing;
  private boolean ended;

  SlicePreview(ImagePlus image) {
    this.image = image;
    this.overlay = image.getOverlay();
    this.hidden = image.getHideOverlay();
  }

  /** Shows the processor over the slice in view; does nothing after {@link #end()}. */
  synchronized void show(ImageProcessor slice) {
    if (ended) {
      return;
    }
    Overlay shown = new Overlay(new ImageRoi(0, 0, slice));
    if (overlay != null && !hidden) {
      Arrays.stream(overlay.toArray()).forEach(shown::add);
    }
    image.setHideOverlay(false);
    image.setOverlay(shown);
    showing = true;
  }

  /** Shows the image as it is. */
  synchronized void hide() {
    if (showing) {
      image.setOverlay(overlay);
      image.setHideOverlay(hidden);
      showing = false;
    }
  }

  /** Gives the image its own overlay back, for good. */
  synchronized void end() {
    hide();
    ended = true;
  }
}

package io.github.diffusionj.command.run;

import ij.process.ImageProcessor;
import java.io.IOException;

/** A command whose dialog can show what would become of the slice that is in view. */
public interface Previewable {

  /**
   * Works out the slice in view with the inputs as they are set. Called on a thread of its own, on
   * an instance that is used for nothing else; the image must not be changed.
   *
   * @return a processor of the image's width and height, with its display range set
   * @throws IllegalArgumentException if an input does not fit; the message goes to the status line
   * @throws IOException if a file cannot be read
   */
  ImageProcessor preview() throws IOException;
}

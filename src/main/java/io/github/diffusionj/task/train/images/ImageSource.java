package io.github.diffusionj.task.train.images;

import java.io.IOException;

/** Where the images of a training come from: an open image or a folder. */
@FunctionalInterface
public interface ImageSource {

  /**
   * Reads some of them.
   *
   * @throws IllegalArgumentException if labels are wanted that these images can't have
   * @throws IOException if there is none to train on; none may be held out
   */
  TrainingImages read(ImageOptions options, Part part) throws IOException;
}

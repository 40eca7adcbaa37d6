package io.github.diffusionj.task.train.images;

/**
 * Which of the images are taken.
 *
 * @param heldOut those that are held out, rather than those to train on
 * @param labelled those with a class alone
 */
public record Part(boolean heldOut, boolean labelled) {

  /** All images to train on, with a class or without. */
  public static final Part TRAINING = new Part(false, false);
}

package io.github.diffusionj.task.train;

/**
 * Which of the images are taken.
 *
 * @param heldOut those that are held out, rather than those to train on
 * @param labelled those with a class alone
 */
record Part(boolean heldOut, boolean labelled) {

  /** All images to train on, with a class or without. */
  static final Part TRAINING = new Part(false, false);
}

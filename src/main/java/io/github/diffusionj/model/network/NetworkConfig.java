package io.github.diffusionj.model.network;

/** What is known of a model's network before it is opened: the images that it takes and gives. */
public interface NetworkConfig {

  /** Channels of x_t, at least 1. */
  int inChannels();

  /** Channels of what the network puts out, at least 1. */
  int outChannels();

  /** Width and height of the images that it was trained on, or 0 if not stated. */
  int sampleSize();

  /** Width and height of an input must be multiples of this, at least 1. */
  int sizeMultiple();

  /** Number of classes of a class-conditional network, or 0. */
  int classes();
}

package io.github.diffusionj.image.region;

/** Pixels that are meant in some slices of an image. */
interface Area {

  /** Whether it is meant in a slice, counted from 1. */
  boolean in(int slice);

  /** Sets its pixels in a mask to 1 and leaves the others. */
  void addTo(float[] mask);
}

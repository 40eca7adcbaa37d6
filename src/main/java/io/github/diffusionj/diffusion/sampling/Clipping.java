package io.github.diffusionj.diffusion.sampling;

/** What is done to each estimate x̂_0 of the clean image so that it keeps to the data's range. */
public sealed interface Clipping {

  /** Leaves estimates as they are. */
  Clipping NONE = new None();

  /** Leaves estimates as they are. */
  record None() implements Clipping {}

  /**
   * Values beyond ±range become ±range.
   *
   * @param range above 0; 1 is the data's range
   */
  record Fixed(double range) implements Clipping {

    /** Checks the range. */
    public Fixed {
      if (!(range > 0 && range < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "clip_sample_range must be above 0, but is " + range + ".");
      }
    }
  }

  /**
   * Dynamic thresholding: s is the given quantile of |x̂_0| over all values of an image, kept
   * within 1…most; values beyond ±s become ±s, then all are divided by s. Saharia et al. 2022
   * (Imagen), section 2.3.
   *
   * @param quantile 0…1; 0.995 usually
   * @param most the largest s, 1 or more. At 1 this is {@link Fixed} with a range of 1
   */
  record Dynamic(double quantile, double most) implements Clipping {

    /** Checks the ranges. */
    public Dynamic {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException(
            "dynamic_thresholding_ratio must be between 0 and 1, but is " + quantile + ".");
      }
      if (!(most >= 1 && most < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "sample_max_value must be 1 or more, but is " + most + ".");
      }
    }
  }
}

package io.github.diffusionj.engine.guidance;

/**
 * How strongly, and when, sampling is steered towards a class.
 *
 * @param scale s. Without a classifier: u + s·(c − u) with u the network's prediction without and c
 *     the one with the class, so 0 is without, 1 plainly with the class, and more exaggerates it
 *     (Ho and Salimans 2022, whose w is s − 1). With a classifier: the factor of the gradient of
 *     its log-probability, 0 for none
 * @param rescale φ, 0…1: how far the standard deviation of each guided prediction is brought back
 *     to that of c; 0 for not at all. Lin et al. 2023, "Common Diffusion Noise Schedules and Sample
 *     Steps are Flawed", equations 15 and 16
 * @param from the earliest t that is guided, 0 or more
 * @param to the latest t that is guided. Beyond these s is 1, or 0 with a classifier. Kynkäänniemi
 *     et al. 2024, "Applying Guidance in a Limited Interval"
 */
public record Guidance(double scale, double rescale, double from, double to) {

  /** Checks the ranges. */
  public Guidance {
    if (!(scale >= 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("guidance must be 0 or more, but is " + scale + ".");
    }
    if (!(rescale >= 0 && rescale <= 1)) {
      throw new IllegalArgumentException(
          "guidance_rescale must be between 0 and 1, but is " + rescale + ".");
    }
    if (!(from >= 0 && from <= to)) {
      throw new IllegalArgumentException(
          "guidance must act between two times of which the first is not after the second, but they are %s and %s."
              .formatted(from, to));
    }
  }

  /** The same scale at all times. */
  public static Guidance of(double scale) {
    return new Guidance(scale, 0, 0, Double.POSITIVE_INFINITY);
  }

  /** Whether it acts at a time. */
  public boolean at(double t) {
    return t >= from && t <= to;
  }
}

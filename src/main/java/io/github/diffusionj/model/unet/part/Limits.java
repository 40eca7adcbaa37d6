package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.require;

/** Checks of configuration values; the sentences are for the user. */
public final class Limits {

  /** The largest number of channels or classes that is believed; guards against absurd files. */
  public static final int MOST = 65_536;

  private Limits() {}

  /**
   * Refuses a value that is not above 0.
   *
   * @throws IllegalArgumentException naming the key and the value
   */
  public static void positive(String key, double value) {
    require(value > 0, "%s must be above 0, but is %s.", key, value);
  }
}

package io.github.diffusionj.model.json;

/** The Python library whose format models have. */
public final class Diffusers {

  /** The release whose keys are written. */
  public static final String VERSION = "0.35.1";

  private Diffusers() {}
}

package io.github.diffusionj.task;

import java.util.Objects;

/** This plugin's version, as results record it. */
public final class Version {

  private Version() {}

  /** The version, or {@code development} outside a jar. */
  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}

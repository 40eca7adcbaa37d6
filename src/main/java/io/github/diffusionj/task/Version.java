package io.github.diffusionj.task;

import java.util.Objects;

/** This plugin's version, as results record it. */
final class Version {

  private Version() {}

  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}

package io.github.diffusionj.model.install;

import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** A process that is killed while it installs a model. */
final class KilledInstallScenario {

  static final int HALTED = 9;

  private KilledInstallScenario() {}

  /** Installs a folder into a folder of models: ends in the midst of it, or goes on for ever. */
  public static void main(String[] args) throws IOException {
    ModelInstaller installer = new ModelInstaller(Path.of(args[1]));
    if (args.length == 2) {
      installer.install(Path.of(args[0]), "", false, model -> halt(), Progress.NONE);
    }
    while (true) {
      installer.install(Path.of(args[0]), "", true, model -> {}, Progress.NONE);
    }
  }

  private static void halt() {
    Runtime.getRuntime().halt(HALTED);
  }
}

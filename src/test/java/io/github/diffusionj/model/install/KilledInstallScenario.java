package io.github.diffusionj.model.install;

import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** A process that ends at once, as if it were killed, while it installs a model. */
final class KilledInstallScenario {

  static final int HALTED = 9;

  private KilledInstallScenario() {}

  /** Installs a folder into a folder of models. */
  public static void main(String[] args) throws IOException {
    new ModelInstaller(Path.of(args[1]))
        .install(
            Path.of(args[0]), "", false, model -> Runtime.getRuntime().halt(HALTED), Progress.NONE);
  }
}

package io.github.diffusionj.command;

import io.github.diffusionj.engine.model.ModelCatalog;
import java.util.List;

/** The models that commands know by name. */
final class InstalledModels {

  private InstalledModels() {}

  /** The models there are now; folders are looked at anew each time. */
  static ModelCatalog catalog() {
    return ModelCatalog.installed(List.of());
  }
}

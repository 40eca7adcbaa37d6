package io.github.diffusionj.command.manage;

import io.github.diffusionj.base.Labelled;
import java.util.Locale;

/** What Diffusion Models does. */
enum ModelsAction implements Labelled {
  LIST,
  INFO,
  CHECK,
  INSTALL,
  REMOVE,
  ADD_FOLDER,
  REMOVE_FOLDER;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The action of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  static ModelsAction of(String label) {
    return Labelled.of(ModelsAction.class, "action", label);
  }
}

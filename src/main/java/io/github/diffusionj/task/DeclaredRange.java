package io.github.diffusionj.task;

import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;

/** How a model says that intensities are mapped. */
public final class DeclaredRange {

  private DeclaredRange() {}

  /**
   * What the model's notes say.
   *
   * @throws IllegalArgumentException if that is no range, naming the model
   */
  public static RangeChoice of(ModelFolder model) {
    try {
      return RangeChoice.of(model.notes().range());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "In diffusionj.json of the model %s, %s".formatted(model.name(), e.getMessage()), e);
    }
  }
}

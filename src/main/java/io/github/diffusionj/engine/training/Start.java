package io.github.diffusionj.engine.training;

import io.github.diffusionj.model.ModelFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What training starts from: nothing, the weights of a model, or where it stopped before.
 *
 * @param model a model of the same architecture, but for the classes
 * @param checkpoint a file that {@link Trainer#checkpoint} wrote; it takes precedence
 */
public record Start(Optional<ModelFolder> model, Optional<Path> checkpoint) {

  /** From new weights. */
  public static Start fresh() {
    return new Start(Optional.empty(), Optional.empty());
  }

  /** From the weights of a model. */
  public static Start from(ModelFolder model) {
    return new Start(Optional.of(model), Optional.empty());
  }

  /** From where a training stopped. */
  public static Start resume(Path checkpoint) {
    return new Start(Optional.empty(), Optional.of(checkpoint));
  }
}

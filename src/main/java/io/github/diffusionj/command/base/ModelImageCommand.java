package io.github.diffusionj.command.base;

import java.nio.file.Path;
import org.scijava.plugin.Parameter;

/** A command on the active image that needs a model. */
public abstract class ModelImageCommand extends ImageCommand {

  @Parameter(description = "An installed model's name, or the path of a model's folder.")
  private String model = DEFAULT_MODEL;

  /**
   * The model's folder.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  protected final Path model() {
    return ModelFolders.catalog().find(model);
  }
}

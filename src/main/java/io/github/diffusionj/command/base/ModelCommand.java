package io.github.diffusionj.command.base;

import io.github.diffusionj.command.run.DiffusionCommand;
import java.util.List;

/** A command with a key {@code model}: its dialog offers the models that are installed. */
public abstract class ModelCommand extends DiffusionCommand {

  /** The model that comes with the plugin. */
  public static final String DEFAULT_MODEL = "nuclei-64";

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("model") ? ModelFolders.catalog().names() : List.of();
  }
}

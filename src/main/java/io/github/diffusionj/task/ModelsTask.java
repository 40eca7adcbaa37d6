package io.github.diffusionj.task;

import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelCatalog;
import io.github.diffusionj.engine.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What models there are, and whether they work. */
public final class ModelsTask {

  private final ModelCatalog catalog;

  /** Prepares the task. */
  public ModelsTask(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** All installed models by name; one that can't be read says why in its description. */
  public List<ModelSummary> list() {
    List<ModelSummary> models = new ArrayList<>();
    for (Map.Entry<String, Path> entry : catalog.folders().entrySet()) {
      try {
        models.add(ModelSummary.of(ModelFolder.open(entry.getValue())));
      } catch (IOException e) {
        models.add(ModelSummary.unreadable(entry.getKey(), entry.getValue(), e.getMessage()));
      }
    }
    return models;
  }

  /**
   * Opens a model, checks the name and shape of every tensor, and calls the network once.
   *
   * @param nameOrPath the model
   * @param progress asked whether to go on while another command has a model
   * @return one line that says what was found to be right
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException with a sentence that names what is wrong
   */
  public String check(String nameOrPath, Progress progress) throws IOException {
    return OpenModels.use(
        catalog.find(nameOrPath),
        progress,
        (model, hash) -> {
          ModelFolder folder = model.folder();
          double output = model.probe();
          return "Model %s is fine: weights %s, one network call on noise gave values of root mean square %.3f."
              .formatted(folder.name(), hash, output);
        });
  }
}

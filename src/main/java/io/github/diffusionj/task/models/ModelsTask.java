package io.github.diffusionj.task.models;

import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.base.ScratchFolder;
import io.github.diffusionj.engine.network.WeightsReport;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.model.ModelCatalog;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.install.ModelInstaller;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What models there are, and whether they work; installs and removes them. */
public final class ModelsTask {

  /** Of a list of tensors that don't fit, no more are named. */
  private static final int MOST_NAMED = 20;

  private final ModelCatalog catalog;
  private final ModelSession session;

  /**
   * Works on the models of a catalogue.
   *
   * @param catalog the models that are found by name
   * @param session where the task gets open models from
   */
  public ModelsTask(ModelCatalog catalog, ModelSession session) {
    this.catalog = catalog;
    this.session = session;
  }

  /**
   * Ends what killed processes left in the folders of models, as far as these can be written to.
   */
  public void recover() {
    for (Path root : catalog.roots()) {
      try {
        ScratchFolder.recover(root);
      } catch (IOException e) {
        continue; // what is there can still be listed
      }
    }
  }

  /** All installed models by name; one that can't be read says why in its description. */
  public List<ModelSummary> list() {
    List<ModelSummary> models = new ArrayList<>();
    for (Map.Entry<String, Path> entry : catalog.folders().entrySet()) {
      try {
        models.add(ModelSummary.of(ModelFolder.open(entry.getValue())));
      } catch (IOException e) {
        models.add(
            ModelSummary.unreadable(entry.getKey(), entry.getValue(), FileTrouble.sentence(e)));
      }
    }
    return models;
  }

  /**
   * Describes a model without running its network.
   *
   * @param nameOrPath the model
   * @return lines of text
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException with a sentence, if it can't be read
   */
  public String info(String nameOrPath) throws IOException {
    return ModelInfo.of(ModelFolder.open(catalog.find(nameOrPath)));
  }

  /**
   * Compares the name and shape of every tensor with the architecture, opens the model and calls
   * the network once.
   *
   * @param nameOrPath the model
   * @param progress asked whether to go on while another command has a model
   * @param lines told what is found, one line after the other
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException with a sentence that names the first thing that is wrong
   */
  public void check(String nameOrPath, Progress progress, Consumer<String> lines)
      throws IOException {
    ModelFolder folder = ModelFolder.open(catalog.find(nameOrPath));
    if (folder.network().architecture().isPresent()) {
      compare(folder, lines);
    }
    String result =
        session.use(
            folder.path(),
            progress,
            (model, hash) ->
                "Model %s is fine: weights %s, one network call on noise gave values of root mean square %.3f."
                    .formatted(folder.name(), hash, model.probe()));
    lines.accept(result);
    checkClassifier(folder, progress, lines);
  }

  private void checkClassifier(ModelFolder folder, Progress progress, Consumer<String> lines)
      throws IOException {
    Optional<ClassifierFolder> classifier = ClassifierFolder.of(folder);
    if (classifier.isEmpty()) {
      return;
    }
    try (TensorStore file = classifier.get().weightFiles().open()) {
      List<TensorSpec> needed = classifier.get().config().script().tensors();
      report("The classifier of model " + folder.name(), WeightsReport.of(file, needed), lines);
    }
    lines.accept(
        session.use(
            folder.path(),
            progress,
            (model, hash) ->
                "Its classifier is fine: classes %s, one gradient on noise had the root mean square %.3g."
                    .formatted(
                        String.join(", ", classifier.get().config().classes()),
                        probeClassifier(model))));
  }

  private static double probeClassifier(DiffusionModel model) throws IOException {
    return model.classifier().orElseThrow().probe(model.schedule().steps());
  }

  private static void compare(ModelFolder folder, Consumer<String> lines) throws IOException {
    try (TensorStore file = folder.weightFiles().open()) {
      WeightsReport report = WeightsReport.of(file, folder.architecture().script().tensors());
      report("Model " + folder.name(), report, lines);
    }
  }

  private static void report(String what, WeightsReport report, Consumer<String> lines) {
    lines.accept(
        "%s: %d of %d tensors have the name, shape and type that the architecture asks for."
            .formatted(what, report.fitting(), report.needed()));
    list("missing", report.missing(), lines);
    list("wrong", report.misfits(), lines);
    list("surplus, not used", report.surplus(), lines);
  }

  private static void list(String what, List<String> tensors, Consumer<String> lines) {
    tensors.stream().limit(MOST_NAMED).forEach(tensor -> lines.accept("  " + what + ": " + tensor));
    if (tensors.size() > MOST_NAMED) {
      lines.accept("  " + what + ": and " + (tensors.size() - MOST_NAMED) + " more");
    }
  }

  /**
   * Copies a model's folder, or unpacks a zip with one, into the folder of models. It gets its
   * place after it was opened and its network called once.
   *
   * @param from the folder or zip
   * @param name the name that it gets; empty for that of the folder or zip
   * @param replace whether a model of that name may be replaced
   * @param models the folder of models
   * @return the model's folder
   * @throws IllegalArgumentException if the name is taken or can't be one
   * @throws IOException with a sentence, if there is no model or it does not work
   */
  public Path install(Path from, String name, boolean replace, Path models, Progress progress)
      throws IOException {
    session.release(progress); // Windows moves no folder whose files are open
    return new ModelInstaller(models).install(from, name, replace, ModelsTask::tryOut, progress);
  }

  private static void tryOut(Path folder) throws IOException {
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(folder))) {
      model.probe();
      if (model.classifier().isPresent()) {
        probeClassifier(model);
      }
    }
  }

  /**
   * Removes an installed model for good.
   *
   * @param name the model
   * @param confirmation the model's name once more; null or anything else removes nothing
   * @param models the folder of models; one elsewhere is not removed
   * @param progress asked whether to go on while another command has a model
   * @return the folder that was removed
   * @throws IllegalArgumentException if there is no such model, it is elsewhere, or the user did
   *     not confirm
   */
  public Path remove(String name, String confirmation, Path models, Progress progress)
      throws IOException {
    Path folder = catalog.find(name);
    ModelInstaller installer = new ModelInstaller(models);
    installer.checkRemovable(folder);
    String folderName = folder.getFileName().toString();
    if (!folderName.equals(confirmation)) {
      throw new IllegalArgumentException(
          "remove deletes the folder %s for good; give confirm=%s to do so."
              .formatted(folder, folderName));
    }
    session.release(progress);
    installer.remove(folder);
    return folder;
  }
}

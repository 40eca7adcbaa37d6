package io.github.diffusionj.model.install;

import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.FolderLock;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.base.ScratchFolder;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Installs models into a folder of models and removes them. A model gets there complete and checked
 * or not at all: it is made in a temporary folder beside, and moved.
 */
public final class ModelInstaller {

  private static final Pattern NAME =
      Pattern.compile("[^./\\\\:*?\"<>|\\p{Cntrl} ][^/\\\\:*?\"<>|\\p{Cntrl}]{0,99}");

  private static final String ZIP = ".zip";

  private final Path root;

  /**
   * Installs into a folder.
   *
   * @param root the folder of models, made if it is not there
   */
  public ModelInstaller(Path root) {
    this.root = root;
  }

  /** Looks at a model before it gets its place, and refuses it with a sentence. */
  @FunctionalInterface
  public interface Check {
    void accept(Path model) throws IOException;
  }

  /**
   * Copies a model's folder, or unpacks a zip with one, which may be in a folder within the zip.
   *
   * @param from the folder or zip
   * @param name the name that the model gets; empty for that of its folder or zip
   * @param replace whether a model of that name may be replaced
   * @return the model's folder
   * @throws IllegalArgumentException if the name is taken or can't be one
   * @throws IOException with a sentence, if there is no model, or it is refused; what was installed
   *     stays as it was, or the sentence says where it lies
   */
  @SuppressWarnings("try") // the lock is there to be held
  public Path install(Path from, String name, boolean replace, Check check, Progress progress)
      throws IOException {
    if (!Files.exists(from)) {
      throw new IOException("There is no folder or zip " + from + " to install.");
    }
    Files.createDirectories(root);
    try (FolderLock lock = lock();
        ScratchFolder scratch = ScratchFolder.in(root)) {
      Path model = fetch(from, scratch.fresh(), progress);
      String given = name.isEmpty() ? ownName(from, model, scratch.fresh()) : name;
      Path place = place(given, replace);
      check(check, model, from);
      scratch.put(model, place);
      return place;
    }
  }

  /** Takes the folder of models, and ends what killed processes left in it. */
  private FolderLock lock() throws IOException {
    FolderLock lock = FolderLock.take(root, "installation or removal of a model");
    try {
      ScratchFolder.recover(root);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    return lock;
  }

  /** Copies or unpacks, and finds the model in that. */
  private static Path fetch(Path from, Path fresh, Progress progress) throws IOException {
    if (Files.isDirectory(from)) {
      Path source = modelIn(from, from);
      FolderCopy.copy(source, fresh, progress);
      return fresh;
    }
    if (!from.toString().toLowerCase(java.util.Locale.ROOT).endsWith(ZIP)) {
      throw new IOException(from + " is neither a folder nor a file whose name ends with .zip.");
    }
    ModelZip.unpack(from, fresh, progress);
    return modelIn(fresh, from);
  }

  /** The folder itself, or the one folder in it that is a model. */
  private static Path modelIn(Path folder, Path from) throws IOException {
    if (ModelFolder.isModel(folder)) {
      return folder;
    }
    List<Path> models = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ModelFolder::isModel)) {
      entries.forEach(models::add);
    }
    if (models.size() != 1) {
      throw new IOException(
          "%s holds %s, but must hold one: a folder with the configuration of a network (unet/config.json, or torchscript.json)."
              .formatted(from, models.isEmpty() ? "no model" : models.size() + " models"));
    }
    return models.get(0);
  }

  private static String ownName(Path from, Path model, Path fresh) {
    if (!model.equals(fresh)) {
      return model.getFileName().toString();
    }
    String name = from.toAbsolutePath().normalize().getFileName().toString();
    return Files.isDirectory(from) ? name : name.substring(0, name.length() - ZIP.length());
  }

  private Path place(String name, boolean replace) {
    if (!NAME.matcher(name).matches() || name.endsWith(".") || name.endsWith(" ")) {
      throw new IllegalArgumentException(
          "A model can't be named '%s'; a name has 1 to 100 characters, none of them / \\ : * ? \" < > |, and neither begins nor ends with a dot or a space."
              .formatted(name));
    }
    if (ZipNames.isDevice(name)) {
      throw new IllegalArgumentException(
          "A model can't be named '%s', which stands for a device on Windows.".formatted(name));
    }
    Path place = root.resolve(name);
    if (Files.exists(place) && !ModelFolder.isModel(place)) {
      throw new IllegalArgumentException(
          place + " is there already and is not a model; choose another name.");
    }
    if (Files.exists(place) && !replace) {
      throw new IllegalArgumentException(
          "A model %s is installed already; say that it is to be replaced (replace=true) or choose another name."
              .formatted(name));
    }
    return place;
  }

  /** The reason names the place that the user knows. */
  private static void check(Check check, Path model, Path from) throws IOException {
    try {
      check.accept(model);
    } catch (IOException e) {
      throw new IOException(
          "%s is not installed: %s"
              .formatted(from, FileTrouble.sentence(e).replace(model.toString(), from.toString())),
          e);
    }
  }

  /**
   * Removes a model for good.
   *
   * @param model a folder in the folder of models
   * @throws IllegalArgumentException if it is elsewhere or not a model
   * @throws IOException if it can't be moved out of its place, and so stays
   */
  @SuppressWarnings("try") // the lock is there to be held
  public void remove(Path model) throws IOException {
    checkRemovable(model);
    try (FolderLock lock = lock();
        ScratchFolder scratch = ScratchFolder.in(root)) {
      scratch.discard(model);
    }
  }

  /**
   * Checks that a model is one that {@link #remove} removes.
   *
   * @throws IllegalArgumentException if it is elsewhere or not a model
   */
  public void checkRemovable(Path model) {
    Path parent = model.toAbsolutePath().normalize().getParent();
    if (!root.toAbsolutePath().normalize().equals(parent) || !ModelFolder.isModel(model)) {
      throw new IllegalArgumentException(
          "Only models in the folder %s are removed, and %s is not one of them; delete that folder yourself."
              .formatted(root, model));
    }
  }
}

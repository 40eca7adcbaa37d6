package io.github.diffusionj.command.base;

import ij.IJ;
import ij.Prefs;
import io.github.diffusionj.model.ModelCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The folders that the user told to look for models in, kept in ImageJ's preferences. */
public final class ModelFolders {

  private static final String PREFERENCE = "diffusionj.model.folders";

  /** What no path on any platform has in it. */
  private static final String SEPARATOR = "\n";

  private ModelFolders() {}

  /** All models that commands find by name. */
  public static ModelCatalog catalog() {
    return ModelCatalog.installed(told());
  }

  /**
   * Where models are installed: the models folder of the plugin, or that of ImageJ, which need not
   * be there yet.
   *
   * @throws IllegalArgumentException if ImageJ has no folder
   */
  public static Path home() {
    String imagej = IJ.getDirectory("imagej");
    return ModelCatalog.home()
        .or(() -> Optional.ofNullable(imagej).map(folder -> Path.of(folder, "models")))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no models folder: make one beside ImageJ's plugins folder."));
  }

  private static List<Path> told() {
    List<Path> folders = new ArrayList<>();
    for (String path : Prefs.get(PREFERENCE, "").split(SEPARATOR, -1)) {
      if (!path.isBlank()) {
        folders.add(Path.of(path));
      }
    }
    return folders;
  }

  /**
   * Looks for models in one more folder, from now on.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  public static void add(String folder) {
    if (!Files.isDirectory(path(folder))) {
      throw new IllegalArgumentException("There is no folder '" + folder + "' to look in.");
    }
    Set<Path> folders = new LinkedHashSet<>(told());
    folders.add(path(folder));
    keep(folders);
  }

  private static Path path(String folder) {
    if (folder == null) {
      throw new IllegalArgumentException(
          "folder is empty, but must be the path of the folder to add or remove.");
    }
    return Path.of(folder).toAbsolutePath().normalize();
  }

  /**
   * No longer looks for models in a folder; its files stay.
   *
   * @throws IllegalArgumentException if the folder was not told
   */
  public static void remove(String folder) {
    Set<Path> folders = new LinkedHashSet<>(told());
    if (!folders.remove(path(folder))) {
      throw new IllegalArgumentException(
          folders.isEmpty()
              ? "'%s' can't be removed: no folder was added.".formatted(folder)
              : "'%s' is none of the folders that were added: %s."
                  .formatted(folder, joined(folders, ", ")));
    }
    keep(folders);
  }

  private static String joined(Set<Path> folders, String separator) {
    return folders.stream().map(Path::toString).collect(Collectors.joining(separator));
  }

  private static void keep(Set<Path> folders) {
    Prefs.set(PREFERENCE, joined(folders, SEPARATOR));
    Prefs.savePreferences();
  }
}

package io.github.diffusionj.command;

import ij.Prefs;
import io.github.diffusionj.engine.model.ModelCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The folders that the user told to look for models in, kept in ImageJ's preferences. */
final class ModelFolders {

  private static final String PREFERENCE = "diffusionj.model.folders";

  /** What no path on any platform has in it. */
  private static final String SEPARATOR = "\n";

  private ModelFolders() {}

  /** All models that commands find by name. */
  static ModelCatalog catalog() {
    return ModelCatalog.installed(told());
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
  static void add(String folder) {
    if (folder == null || !Files.isDirectory(Path.of(folder))) {
      throw new IllegalArgumentException("There is no folder '" + folder + "' to look in.");
    }
    Set<String> folders = new LinkedHashSet<>();
    told().forEach(path -> folders.add(path.toString()));
    folders.add(Path.of(folder).toAbsolutePath().toString());
    keep(folders);
  }

  /**
   * No longer looks for models in a folder; its files stay.
   *
   * @throws IllegalArgumentException if the folder was not told
   */
  static void remove(String folder) {
    Set<String> folders = new LinkedHashSet<>();
    told().forEach(path -> folders.add(path.toString()));
    if (folder == null || !folders.remove(Path.of(folder).toAbsolutePath().toString())) {
      throw new IllegalArgumentException(
          "'%s' is none of the folders that were added: %s."
              .formatted(folder, String.join(", ", folders)));
    }
    keep(folders);
  }

  private static void keep(Set<String> folders) {
    Prefs.set(PREFERENCE, String.join(SEPARATOR, folders));
    Prefs.savePreferences();
  }
}

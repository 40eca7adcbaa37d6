package io.github.diffusionj.model;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The models that are installed: each folder in one of some root folders that holds a model. */
public final class ModelCatalog {

  /** A system property with more root folders, separated as the platform separates paths. */
  public static final String PROPERTY = "diffusionj.models";

  private static final String MODELS = "models";

  private final List<Path> roots;

  /**
   * The catalogue of some root folders; of two models of one name, that of the earlier root counts.
   */
  public ModelCatalog(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The roots of an installation: those given, those of the system property, and {@code models}
   * beside the folder with the plugin's jar.
   */
  public static ModelCatalog installed(List<Path> told) {
    List<Path> roots = new ArrayList<>(told);
    roots.addAll(fromProperty());
    beside(jar()).ifPresent(roots::add);
    return new ModelCatalog(roots);
  }

  /**
   * The root that models are installed into: the first of the system property, or else {@code
   * models} beside the folder with the plugin's jar; empty if there is neither.
   */
  public static Optional<Path> home() {
    return fromProperty().stream().findFirst().or(() -> beside(jar()));
  }

  private static List<Path> fromProperty() {
    String property = System.getProperty(PROPERTY);
    return property == null
        ? List.of()
        : Stream.of(property.split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  private static Path jar() {
    try {
      return Path.of(
          ModelCatalog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ImageJ takes plugins from its plugins folder and from folders in it: so up to two levels. */
  private static Optional<Path> beside(Path jar) {
    return Stream.iterate(jar.getParent(), path -> path != null, Path::getParent)
        .limit(3)
        .map(folder -> folder.resolve(MODELS))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** The root folders, in the order in which they are searched. */
  public List<Path> roots() {
    return roots;
  }

  /** The names of all models, sorted. */
  public List<String> names() {
    return List.copyOf(folders().keySet());
  }

  /** The folder of each model by its name, sorted. */
  public SortedMap<String, Path> folders() {
    SortedMap<String, Path> folders = new TreeMap<>();
    for (Path root : roots) {
      for (Path folder : subfolders(root)) {
        folders.putIfAbsent(folder.getFileName().toString(), folder);
      }
    }
    return folders;
  }

  private static List<Path> subfolders(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(ModelFolder::isModel).toList();
    } catch (IOException e) {
      return List.of(); // a root that can't be read has no models for us
    }
  }

  /**
   * Finds a model by its name or by the path of its folder.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public Path find(String nameOrPath) {
    Path folder = folders().get(nameOrPath);
    if (folder != null) {
      return folder;
    }
    if (isFolder(nameOrPath)) {
      return Path.of(nameOrPath);
    }
    String known = String.join(", ", names());
    throw new IllegalArgumentException(
        "There is no model '%s'; %s, or give the path of a model's folder."
            .formatted(
                nameOrPath, known.isEmpty() ? "none is installed" : "installed are: " + known));
  }

  private static boolean isFolder(String path) {
    try {
      return !path.isBlank() && Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}

package io.github.diffusionj.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it. */
public final class FileTree {

  private FileTree() {}

  /** Deletes a folder; links in it are deleted, not followed. */
  public static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /**
   * Moves a folder into place; what is there moves out of the way, and back if that fails.
   *
   * @param fresh the folder to move
   * @param path where to
   * @param old where to move what is there, on the same disk
   */
  public static void swap(Path fresh, Path path, Path old) throws IOException {
    boolean replaces = Files.exists(path);
    if (replaces) {
      Files.move(path, old);
    }
    try {
      Files.move(fresh, path);
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        Files.move(old, path);
      }
      throw e;
    }
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
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

  /** Fills a new folder. */
  @FunctionalInterface
  public interface Filler {
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes a folder complete or not at all: filled elsewhere, and moved into the place of what is
   * there.
   *
   * @param path the folder
   * @param beside a folder on the same disk that the new one is filled in
   * @throws IOException if that fails; what was there stays
   */
  public static void replace(Path path, Path beside, Filler filler) throws IOException {
    Files.createDirectories(beside);
    Path scratch = Files.createTempDirectory(beside, "." + path.getFileName());
    try {
      Path fresh = Files.createDirectory(scratch.resolve("new"));
      filler.fill(fresh);
      swap(fresh, path, scratch.resolve("old"));
    } finally {
      delete(scratch);
    }
  }

  /**
   * Copies the files that lie in a folder, not those in folders within.
   *
   * @param but names that are left out
   */
  public static void copyFiles(Path from, Path to, Collection<String> but) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from, Files::isRegularFile)) {
      for (Path entry : entries) {
        if (!but.contains(entry.getFileName().toString())) {
          Files.copy(entry, to.resolve(entry.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
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

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
   * @throws IOException if that fails; what was there stays, or the message says where it lies
   */
  public static void replace(Path path, Path beside, Filler filler) throws IOException {
    replace(path, beside, filler, Files::move);
  }

  static void replace(Path path, Path beside, Filler filler, ScratchFolder.Mover mover)
      throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(beside)) {
      filler.fill(scratch.fresh());
      scratch.put(scratch.fresh(), path, mover);
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
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it. */
public final class FileTree {

  /** Where a scratch folder holds what is being replaced. */
  private static final String OLD = "old";

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

  /** Renames a folder. */
  @FunctionalInterface
  interface Mover {
    void move(Path from, Path to) throws IOException;
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

  static void replace(Path path, Path beside, Filler filler, Mover mover) throws IOException {
    Files.createDirectories(beside);
    Path scratch = Files.createTempDirectory(beside, "." + path.getFileName());
    try {
      Path fresh = Files.createDirectory(scratch.resolve("new"));
      filler.fill(fresh);
      swap(fresh, path, scratch, mover);
    } finally {
      discard(scratch);
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
   * Moves a folder into place when it is on the disk; what is there moves out of the way, back if
   * that fails, and is deleted once the new one is in place.
   *
   * @param fresh the folder to move
   * @param path where to
   * @param scratch a folder on the same disk for what is there; to be given to {@link #discard}
   * @throws IOException if that fails; what was there stays, or the message says where it lies
   */
  public static void swap(Path fresh, Path path, Path scratch) throws IOException {
    swap(fresh, path, scratch, Files::move);
  }

  private static void swap(Path fresh, Path path, Path scratch, Mover mover) throws IOException {
    DiskSync.tree(fresh);
    Path old = scratch.resolve(OLD);
    boolean replaces = Files.exists(path);
    if (replaces) {
      mover.move(path, old);
    }
    try {
      mover.move(fresh, path);
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        moveBack(old, path, fresh, mover, e);
      }
      throw e;
    }
    DiskSync.entries(path.toAbsolutePath().getParent());
    if (replaces) {
      delete(old);
    }
  }

  private static void moveBack(Path old, Path path, Path fresh, Mover mover, Exception why)
      throws IOException {
    try {
      mover.move(old, path);
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
      throw new IOException(
          "The folder %s could not be replaced, and the old one lies in %s now, the new one in %s: %s."
              .formatted(path, old, fresh, why.getMessage() == null ? why : why.getMessage()),
          why);
    }
  }

  /** Deletes the scratch folder of {@link #swap}, unless what was to be replaced is still in it. */
  public static void discard(Path scratch) throws IOException {
    if (Files.notExists(scratch.resolve(OLD), LinkOption.NOFOLLOW_LINKS)) {
      delete(scratch);
    }
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hidden folder in which a folder is made before it moves to its place, and in which the one that
 * it replaces waits until it has. It is locked while it is in use, so that {@link #recover} tells
 * what a killed process left from what another one is at.
 *
 * <p>While a folder is being replaced, the file {@value #PLACE} in it names the place. When closed
 * it is deleted, unless that file is there.
 */
public final class ScratchFolder implements AutoCloseable {

  private static final String PREFIX = ".scratch-";
  private static final String FRESH = "fresh";
  private static final String NEW = "new";
  private static final String OLD = "old";
  private static final String PLACE = "place";

  private final Path path;
  private final FolderLock lock;

  private ScratchFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Renames a folder. */
  @FunctionalInterface
  interface Mover {
    void move(Path from, Path to) throws IOException;
  }

  /**
   * Makes one.
   *
   * @param beside where, made if it is not there; on the disk of the folder's place
   */
  public static ScratchFolder in(Path beside) throws IOException {
    Files.createDirectories(beside);
    while (true) {
      Path path = Files.createTempDirectory(beside, PREFIX);
      Optional<FolderLock> lock = lock(path);
      if (lock.isPresent()) {
        Files.createDirectory(path.resolve(FRESH));
        return new ScratchFolder(path, lock.get());
      }
    }
  }

  /** Nothing if another has it, or has deleted it. */
  private static Optional<FolderLock> lock(Path path) throws IOException {
    try {
      return FolderLock.tryTake(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Ends what killed processes left in a folder: what was to be replaced goes back to its place if
   * nothing is there, and the scratch folders are deleted.
   */
  public static void recover(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, PREFIX + "*")) {
      entries.forEach(left::add);
    }
    for (Path path : left) {
      Optional<FolderLock> lock = lock(path);
      if (lock.isPresent()) {
        new ScratchFolder(path, lock.get()).recover();
      }
    }
  }

  private void recover() throws IOException {
    if (lock.isSure()) {
      try (this) {
        undo();
      }
    } else {
      lock.close();
    }
  }

  private void undo() throws IOException {
    Path named = path.resolve(PLACE);
    if (Files.notExists(named)) {
      return;
    }
    Path place = path.resolveSibling(Files.readString(named)).normalize();
    Path old = path.resolve(OLD);
    if (!place.startsWith(path.getParent().normalize())) {
      return; // no place of ours
    }
    if (Files.exists(old) && Files.notExists(place)) {
      Files.move(old, place);
    } else if (Files.exists(old) && Files.exists(path.resolve(NEW))) {
      return; // somebody else has taken the place
    }
    Files.delete(named);
  }

  /** An empty folder in it. */
  public Path fresh() {
    return path.resolve(FRESH);
  }

  /**
   * Moves a folder to its place when it is on the disk; what is there moves out of the way, back if
   * that fails, and is deleted once the new one is in place.
   *
   * @param made {@link #fresh} or a folder in it
   * @throws IOException if that fails; what was there stays, or the message says where it lies
   */
  public void put(Path made, Path place) throws IOException {
    put(made, place, Files::move);
  }

  void put(Path made, Path place, Mover mover) throws IOException {
    Path fresh = Files.move(made, path.resolve(NEW));
    DiskSync.tree(fresh);
    if (Files.exists(place)) {
      replace(fresh, place, mover);
    } else {
      mover.move(fresh, place);
      DiskSync.entries(place.toAbsolutePath().getParent());
    }
  }

  private void replace(Path fresh, Path place, Mover mover) throws IOException {
    Path named = path.resolve(PLACE);
    Path old = path.resolve(OLD);
    String relative =
        path.toAbsolutePath().getParent().relativize(place.toAbsolutePath()).toString();
    AtomicFile.write(named, part -> Files.writeString(part, relative));
    try {
      mover.move(place, old);
      mover.move(fresh, place);
    } catch (IOException | RuntimeException e) {
      if (Files.exists(old)) {
        moveBack(old, place, fresh, mover, e);
      }
      Files.delete(named);
      throw e;
    }
    DiskSync.entries(place.toAbsolutePath().getParent());
    Files.delete(named);
  }

  private static void moveBack(Path old, Path place, Path fresh, Mover mover, Exception why)
      throws IOException {
    try {
      mover.move(old, place);
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
      throw new IOException(
          "The folder %s could not be replaced, and the old one lies in %s now, the new one in %s: %s"
              .formatted(place, old, fresh, FileTrouble.sentence(why)),
          why);
    }
  }

  /**
   * Moves a folder here, to be deleted.
   *
   * @throws IOException if it can't be moved, and so stays
   */
  public void discard(Path folder) throws IOException {
    Files.move(folder, path.resolve(OLD));
  }

  /** What can't be deleted now is when folders are recovered. */
  @Override
  public void close() {
    try (lock) {
      if (Files.notExists(path.resolve(PLACE))) {
        deleteContent();
      }
    } catch (IOException e) {
      return;
    }
    try {
      Files.delete(path);
    } catch (IOException e) {
      // there is something in it
    }
  }

  private void deleteContent() throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(path, entry -> !entry.endsWith(FolderLock.NAME))) {
      for (Path entry : entries) {
        FileTree.delete(entry);
      }
    }
  }
}

package io.github.diffusionj.model.install;

import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Copies the folder of a model. Links are followed, as the hub's own folders are made of them; so
 * all files are looked at before any is copied, lest a link leads to a whole disk. Hidden folders
 * stay behind.
 */
final class FolderCopy extends SimpleFileVisitor<Path> {

  private final Path source;
  private final Progress progress;
  private final List<Path> files = new ArrayList<>();
  private int entries;
  private long left;

  private FolderCopy(Path source, long room, Progress progress) {
    this.source = source;
    this.left = room;
    this.progress = progress;
  }

  /**
   * Copies a folder.
   *
   * @param target an empty folder
   * @throws IOException with a sentence, if it has more files than a model, or than there is room
   *     for, or a link leads in a circle
   */
  static void copy(Path source, Path target, Progress progress) throws IOException {
    long room = Files.getFileStore(target).getUsableSpace();
    FolderCopy copy = new FolderCopy(source, room, progress);
    Files.walkFileTree(source, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, copy);
    copy.to(target);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    if (!folder.equals(source) && folder.getFileName().toString().startsWith(".")) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    count(0);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      count(attributes.size());
      files.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  private void count(long bytes) throws IOException {
    progress.checkCancelled();
    entries++;
    left -= bytes;
    if (entries > ModelZip.MOST_ENTRIES) {
      throw new IOException(
          "%s has more than %d files and folders, links followed, and so is no model."
              .formatted(source, ModelZip.MOST_ENTRIES));
    }
    if (left < 0) {
      throw new IOException(
          "%s is larger, links followed, than there is room for.".formatted(source));
    }
  }

  private void to(Path target) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      progress.checkCancelled();
      progress.report((double) i / files.size(), "Copying " + file.getFileName());
      Path copy = target.resolve(source.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a file beside its place and moves it there when it is whole and on the disk. */
public final class AtomicFile {

  /** What the names of files that are being written begin with. */
  public static final String PREFIX = ".part-";

  private static final Pattern PART =
      Pattern.compile("(?:" + Pattern.quote(PREFIX) + "[0-9a-f]{16}-)+(.+)", Pattern.DOTALL);

  private AtomicFile() {}

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes to that path, whose ending is that of the file. */
    void write(Path part) throws IOException;
  }

  /** A path beside a file to write it to, another one each time. */
  public static Path part(Path file) {
    String unique = "%016x-".formatted(UUID.randomUUID().getLeastSignificantBits());
    return file.resolveSibling(PREFIX + unique + file.getFileName());
  }

  /** Deletes what was left of files whose writing was interrupted. */
  public static void sweep(Collection<Path> files) throws IOException {
    Set<Path> wanted = Set.copyOf(files);
    Set<Path> folders = new HashSet<>();
    for (Path file : wanted) {
      folders.add(file.resolveSibling(""));
    }
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        sweep(folder, wanted);
      }
    }
  }

  private static void sweep(Path folder, Set<Path> files) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path part : parts) {
        Matcher name = PART.matcher(part.getFileName().toString());
        if (name.matches() && files.contains(part.resolveSibling(name.group(1)))) {
          Files.delete(part);
        }
      }
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws IOException if it can't be written; what was there before stays
   */
  public static void write(Path file, Writer writer) throws IOException {
    Path part = part(file);
    try {
      writer.write(part);
      DiskSync.file(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      DiskSync.entries(file.toAbsolutePath().getParent());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws IOException with a sentence that names the file, and the system's reason
   */
  public static void writeOrSay(Path file, Writer writer) throws IOException {
    try {
      write(file, writer);
    } catch (IOException e) {
      throw new IOException(
          "The file %s could not be written: %s"
              .formatted(file.getFileName(), FileTrouble.sentence(e)),
          e);
    }
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file beside its place and moves it there when it is whole and on the disk. */
public final class AtomicFile {

  /** What the names of files that are being written begin with. */
  public static final String PREFIX = ".part-";

  private AtomicFile() {}

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes to that path, whose ending is that of the file. */
    void write(Path part) throws IOException;
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws IOException if it can't be written; what was there before stays
   */
  public static void write(Path file, Writer writer) throws IOException {
    Path part = file.resolveSibling(PREFIX + file.getFileName());
    try {
      writer.write(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
          "The file %s could not be written: %s."
              .formatted(file.getFileName(), e.getMessage() == null ? e : e.getMessage()),
          e);
    }
  }
}

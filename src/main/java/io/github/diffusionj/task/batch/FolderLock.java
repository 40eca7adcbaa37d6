package io.github.diffusionj.task.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps an output folder for one batch. It is a lock on a file of its own, {@value #NAME}: Windows
 * lets nobody read, nor replace, a file that is locked or open, and on other systems a process
 * loses its lock when it closes the file anywhere.
 */
final class FolderLock implements AutoCloseable {

  static final String NAME = ".manifest.lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a folder, until it is closed or the process ends.
   *
   * @throws IOException if another batch has it
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new IOException("Another batch is writing to '%s'.".formatted(folder));
      }
      return new FolderLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Removes the file while it is still locked, so that it is not another batch's by then. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // left there it does no harm
    }
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one user at a time, in this process and in others. It is a lock on a file of
 * its own, {@value #NAME}, since Windows lets nobody replace a file that is locked. The system
 * frees it when a process is killed; the file that is left is taken over.
 *
 * <p>Who has the lock writes a token into the file and looks whether the file of that name holds
 * it: else the file was deleted by its last user between opening and locking. Only a file that
 * holds the own token is deleted.
 */
public final class FolderLock implements AutoCloseable {

  /** The file's name. */
  public static final String NAME = ".lock";

  /** Far behind the token, since Windows lets nobody read what is locked. */
  private static final long POSITION = 1L << 30;

  private static final int TRIES = 100;

  /**
   * What this process has. The system takes a process's lock away when it closes the file anywhere,
   * so whoever comes second in a process must be refused before it opens the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final String token = ProcessHandle.current().pid() + " " + UUID.randomUUID();
  private final List<FileChannel> channels = new ArrayList<>();
  private boolean sure = true;

  private FolderLock(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes a folder, until it is closed or the process ends.
   *
   * @param folder a folder that is there
   * @param user what the folder is taken for, as the refusal says: batch, training
   * @throws IOException if another has it, or it can't be written to
   */
  public static FolderLock take(Path folder, String user) throws IOException {
    return tryTake(folder)
        .orElseThrow(
            () -> new IOException("Another %s is writing to '%s'.".formatted(user, folder)));
  }

  /**
   * Takes a folder, unless another has it.
   *
   * @throws IOException if it isn't there or can't be written to
   */
  public static Optional<FolderLock> tryTake(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    FolderLock lock = new FolderLock(real);
    boolean taken = false;
    try {
      taken = lock.locks();
    } finally {
      if (!taken) {
        lock.release();
      }
    }
    return taken ? Optional.of(lock) : Optional.empty();
  }

  private boolean locks() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      FileChannel channel = opened(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        return false;
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)));
      if (isOurs()) {
        return true;
      }
      closeChannels();
    }
    return false;
  }

  private boolean locks(FileChannel channel) {
    try {
      return channel.tryLock(POSITION, 1, false) != null;
    } catch (IOException e) {
      sure = false; // some network disks lock nothing; work there goes on
      return true;
    }
  }

  /** Whether other processes are kept out, too: some network disks can't do that. */
  boolean isSure() {
    return sure;
  }

  private Path file() {
    return folder.resolve(NAME);
  }

  private FileChannel opened(StandardOpenOption... options) throws IOException {
    FileChannel channel = FileChannel.open(file(), options);
    channels.add(channel);
    return channel;
  }

  /** Leaves the file open, for the lock would go with it. */
  private boolean isOurs() throws IOException {
    FileChannel channel;
    try {
      channel = opened(StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return false;
    }
    byte[] content = Channels.newInputStream(channel).readNBytes(token.length() + 1);
    return new String(content, StandardCharsets.UTF_8).equals(token);
  }

  private void closeChannels() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
    channels.clear();
  }

  private void release() {
    try {
      closeChannels();
    } catch (IOException e) {
      // nothing is written that could be lost
    } finally {
      HELD.remove(folder);
    }
  }

  /** Removes the file while it is still locked, so that it is not another's by then. */
  @Override
  public void close() {
    try {
      if (isOurs()) {
        Files.delete(file());
      }
    } catch (IOException e) {
      // left there it does no harm
    } finally {
      release();
    }
  }
}

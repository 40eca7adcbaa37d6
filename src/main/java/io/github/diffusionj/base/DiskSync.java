package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Waits until what was written is on the disk, so that it outlasts a power cut. */
public final class DiskSync {

  private DiskSync() {}

  /** Waits for all files in a folder and for the folders; links are not followed. */
  static void tree(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        entries(path);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        file(path);
      }
    }
  }

  /** Waits for a file; for one that is read-only as far as the system allows that. */
  public static void file(Path file) throws IOException {
    if (Files.isWritable(file)) {
      force(file, StandardOpenOption.WRITE);
    } else {
      forceIfPossible(file);
    }
  }

  /** Waits for the names in a folder; does nothing where the system can't do that. */
  static void entries(Path folder) {
    forceIfPossible(folder);
  }

  private static void forceIfPossible(Path path) {
    try {
      force(path, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows opens no folders, and some network disks open them but can't force them.
    }
  }

  private static void force(Path path, OpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}

package io.github.diffusionj.engine;

import io.github.diffusionj.base.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What DJL leaves when its process is killed while it unpacks PyTorch's library: a folder {@code
 * tmp…} of some 355 MB beside those of the versions.
 */
final class UnpackedLeftovers {

  /** DJL locks nothing, so another process may be at a younger one. */
  private static final Duration AGE = Duration.ofDays(1);

  private UnpackedLeftovers() {}

  /** Deletes them, as far as that can be done now. */
  static void sweep(Path cache) {
    if (!Files.isDirectory(cache)) {
      return;
    }
    Instant before = Instant.now().minus(AGE);
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(cache, folder -> isLeft(folder, before))) {
      for (Path folder : folders) {
        FileTree.delete(folder);
      }
    } catch (IOException e) {
      return; // nothing depends on it, and the next start tries again
    }
  }

  private static boolean isLeft(Path folder, Instant before) throws IOException {
    return folder.getFileName().toString().matches("tmp[0-9]+")
        && Files.isDirectory(folder)
        && Files.getLastModifiedTime(folder).toInstant().isBefore(before);
  }
}

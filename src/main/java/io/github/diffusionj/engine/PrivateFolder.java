package io.github.diffusionj.engine;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that programs are loaded from: nobody but the user and the system's administrator may put
 * anything there. On a system without POSIX permissions they are only made, since the user's home
 * and temporary folder are private there.
 */
final class PrivateFolder {

  /** Who a file belongs to, as a number. */
  @FunctionalInterface
  interface Owners {
    int of(Path path) throws IOException;
  }

  private static final int ADMINISTRATOR = 0;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String SET =
      "set the environment variable ENGINE_CACHE_DIR to a folder that only you can write to.";

  private final Owners owners;
  private final Owners self;

  /**
   * Folders of a user.
   *
   * @param self the number of the user who runs this, whatever the path
   */
  PrivateFolder(Owners owners, Owners self) {
    this.owners = owners;
    this.self = self;
  }

  /** Folders of the user who runs this process. */
  static PrivateFolder ofProcess() {
    return new PrivateFolder(PrivateFolder::owner, path -> user());
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** The owner of a new file, since the name of the user may be missing or set. */
  private static int user() throws IOException {
    Path probe = Files.createTempFile("diffusionj", null);
    try {
      return owner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Makes a folder unless it is there, and checks it. A link that the user made is followed. Where
   * the folder is the user's own but others can write to it, as the usual umask 002 leaves it, they
   * no longer can.
   *
   * @return whether others could write to it until now
   * @throws IOException with a sentence that says what to set, if it can't be made or others can
   *     change what is in it
   */
  boolean ensure(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        make(folder, posix);
      }
    } catch (IOException e) {
      throw new IOException(
          "PyTorch's library needs the folder %s, which could not be made: %s"
              .formatted(folder, SET),
          e);
    }
    return posix && close(folder);
  }

  private static void make(Path folder, boolean posix) throws IOException {
    if (posix) {
      Files.createDirectories(folder, PRIVATE);
    } else {
      Files.createDirectories(folder);
    }
  }

  private boolean close(Path folder) throws IOException {
    checkOwner(folder); // of the link, if it is one
    if (!Files.isDirectory(folder)) {
      throw refused(folder, "is no folder", "");
    }
    checkOwner(folder.toRealPath());
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
    if (!rights.removeAll(Set.of(GROUP_WRITE, OTHERS_WRITE))) {
      return false;
    }
    try {
      Files.setPosixFilePermissions(folder, rights);
    } catch (IOException e) {
      throw refused(folder, "others can write to", "forbid that (chmod go-w), or ");
    }
    return true;
  }

  private void checkOwner(Path folder) throws IOException {
    int owner = owners.of(folder);
    if (owner != ADMINISTRATOR && owner != self.of(folder)) {
      throw refused(folder, "belongs to another user", "");
    }
  }

  private static IOException refused(Path folder, String why, String remedy) {
    return new IOException(
        "PyTorch's library is not loaded from %s, which %s: %s%s"
            .formatted(folder, why, remedy, SET));
  }
}

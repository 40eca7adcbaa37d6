package io.github.diffusionj.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks the PyTorch library before it is loaded: with another version than the binding was built
 * for, the process would crash rather than throw.
 */
final class NativeLibrary {

  /** The version that the binding on the class path is built for. */
  static final String VERSION = "2.7";

  private static final String BUNDLED = "native/lib/pytorch.properties";

  private NativeLibrary() {}

  /**
   * Checks that there is a library, of the right version.
   *
   * @throws IOException with a sentence that says what is missing and what to do
   */
  static void check() throws IOException {
    String folder = setting("PYTORCH_LIBRARY_PATH");
    if (folder != null) {
      checkFolder(Path.of(folder));
      return;
    }
    String version = setting("PYTORCH_VERSION");
    if (version != null && !isRight(version)) {
      throw wrong("PYTORCH_VERSION names PyTorch " + version);
    }
    if (NativeLibrary.class.getClassLoader().getResource(BUNDLED) == null) {
      throw new IOException(
          "There is no PyTorch library for %s %s here: put pytorch-native-cpu-%s for this platform"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), "2.7.1")
              + " beside the plugin's other jars, or set PYTORCH_LIBRARY_PATH to a libtorch folder"
              + " of version "
              + VERSION
              + ".");
    }
  }

  private static void checkFolder(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    for (Path file :
        new Path[] {folder.resolve("build-version"), parent.resolve("build-version")}) {
      if (Files.isRegularFile(file)) {
        String version = Files.readString(file).strip();
        if (!isRight(version)) {
          throw wrong("PYTORCH_LIBRARY_PATH holds PyTorch " + version);
        }
        return;
      }
    }
    String version = setting("PYTORCH_VERSION");
    if (version == null || !isRight(version)) {
      throw wrong("PYTORCH_LIBRARY_PATH names " + folder + ", which does not tell its version");
    }
  }

  private static IOException wrong(String what) {
    return new IOException(
        "%s; only versions %s.x work with this binding (set PYTORCH_VERSION if the folder has no"
                .formatted(what, VERSION)
            + " build-version file).");
  }

  private static boolean isRight(String version) {
    return version.startsWith(VERSION + ".");
  }

  private static String setting(String name) {
    String property = System.getProperty(name);
    return property != null ? property : System.getenv(name);
  }
}

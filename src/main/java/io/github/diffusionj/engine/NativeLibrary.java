package io.github.diffusionj.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Checks the PyTorch library before it is loaded: with another version than the binding was built
 * for, the process would crash rather than throw.
 */
final class NativeLibrary {

  /** The version that the binding on the class path is built for. */
  static final String VERSION = "2.7.1";

  private static final String BUNDLED = "native/lib/pytorch.properties";
  private static final String FILE = System.mapLibraryName("torch");

  private final UnaryOperator<String> settings;
  private final boolean bundled;

  /**
   * What there is to load.
   *
   * @param settings the value of an environment variable, or null
   * @param bundled whether there is a library on the class path
   */
  NativeLibrary(UnaryOperator<String> settings, boolean bundled) {
    this.settings = settings;
    this.bundled = bundled;
  }

  /** What the engine finds in this process. */
  static NativeLibrary ofProcess() {
    return new NativeLibrary(
        NativeLibrary::setting, NativeLibrary.class.getClassLoader().getResource(BUNDLED) != null);
  }

  /** As the engine reads it: the environment, then the system property. */
  private static String setting(String name) {
    String variable = System.getenv(name);
    return variable != null ? variable : System.getProperty(name);
  }

  /**
   * Checks that there is a library, of the right version.
   *
   * @throws IOException with a sentence that says what is missing and what to do
   */
  void check() throws IOException {
    String version = settings.apply("PYTORCH_VERSION");
    if (version != null && !version.isEmpty() && !isRight(version)) {
      throw wrong("PYTORCH_VERSION is " + version);
    }
    if (!unpacked()) {
      checkVersion(folder(settings.apply("PYTORCH_LIBRARY_PATH")), version);
    } else if (!bundled) {
      throw new IOException(
          "There is no PyTorch library for %s %s here: put pytorch-native-cpu-%s for this platform"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), VERSION)
              + " beside the plugin's other jars, or set PYTORCH_LIBRARY_PATH to a libtorch folder"
              + " of that version.");
    }
  }

  /** Whether the engine unpacks the library from a jar, rather than taking what the user named. */
  boolean unpacked() {
    return settings.apply("PYTORCH_LIBRARY_PATH") == null;
  }

  /** The first folder that has the library, as the engine chooses it. */
  private static Path folder(String paths) throws IOException {
    for (String path : paths.split(File.pathSeparator)) {
      File named = new File(path);
      if (named.getName().equals(FILE) && named.isFile()) {
        return named.toPath().toAbsolutePath().getParent();
      }
      if (new File(named, FILE).isFile()) {
        return named.toPath().toAbsolutePath();
      }
    }
    throw new IOException("PYTORCH_LIBRARY_PATH is " + paths + ", where there is no " + FILE + ".");
  }

  private static void checkVersion(Path folder, String stated) throws IOException {
    for (Path place : List.of(folder, folder.resolve(".."))) {
      Path file = place.resolve("build-version");
      if (Files.isRegularFile(file)) {
        String version = Files.readString(file).strip();
        if (!isRight(version)) {
          throw wrong("PYTORCH_LIBRARY_PATH holds PyTorch " + version);
        }
        return;
      }
    }
    if (stated == null || stated.isEmpty()) {
      throw new IOException(
          "%s does not tell its version, for want of a build-version file; set PYTORCH_VERSION=%s"
                  .formatted(folder, VERSION)
              + " if it is that.");
    }
  }

  private static IOException wrong(String what) {
    return new IOException(
        "%s, but this version of DiffusionJ works with %s only.".formatted(what, VERSION));
  }

  /** 2.7.1 itself, or a build of it such as 2.7.1+cu128. */
  private static boolean isRight(String version) {
    return version.equals(VERSION) || version.startsWith(VERSION + "+");
  }
}

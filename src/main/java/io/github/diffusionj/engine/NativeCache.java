package io.github.diffusionj.engine;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The folder that DJL unpacks PyTorch's library into and loads it from. */
final class NativeCache {

  private final Path folder;
  private final PrivateFolder guard;
  private boolean wasOpen;

  /**
   * A cache.
   *
   * @param folder DJL's for all engines
   */
  NativeCache(Path folder, PrivateFolder guard) {
    this.folder = folder.toAbsolutePath();
    this.guard = guard;
  }

  /** Where DJL unpacks in this process. */
  static NativeCache ofProcess() {
    return new NativeCache(Utils.getEngineCacheDir(), PrivateFolder.ofProcess());
  }

  /**
   * Makes it, so that nobody else can put anything there, and clears up what was left.
   *
   * @throws IOException with a sentence, if others can
   */
  void prepare() throws IOException {
    wasOpen = guard.ensure(folder) | guard.ensure(engine());
    UnpackedLeftovers.sweep(engine());
  }

  /**
   * Has a damaged library unpacked anew.
   *
   * @param loader that sees the jars
   * @param progress is told if it was damaged
   * @throws IOException with a sentence, if it can't be replaced, or others can change it
   */
  void mend(Platform platform, ClassLoader loader, Progress progress) throws IOException {
    String name =
        String.join("-", platform.getVersion(), platform.getFlavor(), platform.getClassifier());
    Path unpacked = engine().resolve(name);
    if (Files.isDirectory(unpacked)) {
      Map<String, URL> originals = originals(platform, loader, unpacked);
      UnpackedLibrary library = new UnpackedLibrary(unpacked, originals);
      if (guard.ensure(unpacked) || wasOpen) {
        library.forget();
      }
      library.removeIfDamaged().ifPresent(progress::note);
    }
  }

  private static Map<String, URL> originals(Platform platform, ClassLoader loader, Path unpacked) {
    String flavor = platform.getFlavor();
    String classifier = platform.getClassifier();
    Map<String, URL> originals = new HashMap<>();
    for (String file : platform.getLibraries()) {
      put(originals, file, loader.getResource("pytorch/" + flavor + "/" + classifier + "/" + file));
    }
    String binding = System.mapLibraryName("djl_torch");
    String file = platform.getApiVersion() + "-" + binding;
    if (Files.exists(unpacked.resolve(file))) { // not right after the library itself
      put(
          originals,
          file,
          loader.getResource("jnilib/" + classifier + "/" + flavor + "/" + binding));
    }
    return originals;
  }

  /** What is on the class path outside of a jar is not known to be whole either. */
  private static void put(Map<String, URL> originals, String name, URL original) {
    if (original != null && original.getProtocol().equals("jar")) {
      originals.put(name, original);
    }
  }

  private Path engine() {
    return folder.resolve("pytorch");
  }
}

package io.github.diffusionj.launch;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells ImageJ where the laid-out distribution has its {@code plugins} folder. */
final class PluginsFolder {

  private static final String PROPERTY = "plugins.dir";

  private PluginsFolder() {}

  /** Sets {@code plugins.dir} from the place of the launcher's jar unless it is set already. */
  static void announce() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    Path root = root(codeSource());
    if (root != null) {
      System.setProperty(PROPERTY, root.toString());
    }
  }

  /**
   * The folder that holds {@code plugins/} when the launcher is {@code <root>/bin/lib/<jar>}.
   *
   * @param jar where the launcher's classes were loaded from
   * @return the root folder, or null if there is no {@code plugins} folder in that place
   */
  static Path root(Path jar) {
    Path root = jar.resolve("../../..").normalize();
    return Files.isRegularFile(jar) && Files.isDirectory(root.resolve("plugins")) ? root : null;
  }

  private static Path codeSource() {
    try {
      return Path.of(
              PluginsFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The place of the launcher is not a path.", e);
    }
  }
}

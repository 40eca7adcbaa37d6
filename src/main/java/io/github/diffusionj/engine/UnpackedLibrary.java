package io.github.diffusionj.engine;

import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.base.DiskSync;
import io.github.diffusionj.base.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A native library as it was unpacked from a jar. One that was cut or overwritten since would crash
 * the process when it is loaded, so its files are compared with the jar's directory: their sizes
 * always, their contents by CRC-32 unless size and time are those of the last comparison. Those are
 * kept in a file beside the folder, not within, where the engine loads what it finds.
 */
final class UnpackedLibrary {

  private final Path folder;
  private final Map<String, URL> originals;

  /**
   * A library.
   *
   * @param folder where it is unpacked
   * @param originals the entry of a jar for the name of each file
   */
  UnpackedLibrary(Path folder, Map<String, URL> originals) {
    this.folder = folder;
    this.originals = Map.copyOf(originals);
  }

  /**
   * Takes the library out of the engine's way if it is damaged, so that it is unpacked anew.
   *
   * @return a sentence that says so, or nothing if it is whole or not unpacked yet
   * @throws IOException with a sentence, if a damaged one could not be taken away
   */
  Optional<String> removeIfDamaged() throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Set<String> known = known();
    Set<String> whole = new TreeSet<>();
    for (Map.Entry<String, URL> original : originals.entrySet()) {
      Path file = folder.resolve(original.getKey());
      JarEntry entry = entry(original.getValue());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) != entry.getSize()) {
        return Optional.of(remove(file));
      }
      String state = state(file, entry);
      if (!known.contains(state) && checksum(file) != entry.getCrc()) {
        return Optional.of(remove(file));
      }
      whole.add(state);
    }
    if (!whole.equals(known)) {
      remember(whole);
    }
    return Optional.empty();
  }

  /**
   * Has all contents compared the next time, whatever is noted of the last.
   *
   * @throws IOException if the note can't be deleted
   */
  void forget() throws IOException {
    Files.deleteIfExists(record());
  }

  private static JarEntry entry(URL url) throws IOException {
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false); // or the jar would stay open
    try (JarFile jar = connection.getJarFile()) {
      return connection.getJarEntry();
    }
  }

  private static String state(Path file, JarEntry entry) throws IOException {
    return String.join(
        " ",
        file.getFileName().toString(),
        Long.toString(entry.getSize()),
        Long.toHexString(entry.getCrc()),
        Files.getLastModifiedTime(file).toInstant().toString());
  }

  private static long checksum(Path file) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return sum.getValue();
  }

  private Path record() {
    return folder.resolveSibling(folder.getFileName() + ".checked");
  }

  private Set<String> known() {
    try {
      return new TreeSet<>(Files.readAllLines(record()));
    } catch (IOException e) {
      return Set.of(); // missing or damaged itself: everything is compared
    }
  }

  private void remember(Set<String> whole) {
    try {
      for (String name : originals.keySet()) {
        DiskSync.file(folder.resolve(name));
      }
      AtomicFile.write(record(), part -> Files.write(part, whole));
    } catch (IOException e) {
      return; // a cache that is read-only: the next start compares again
    }
  }

  /** If only a part goes, what is missing is found at the next start. */
  private String remove(Path damaged) throws IOException {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new IOException(
          "PyTorch's library is damaged (%s) and could not be replaced: end all other programs that"
                  .formatted(damaged)
              + " use it, delete its folder and start again.",
          e);
    }
    return "PyTorch's library was damaged (%s), so it is unpacked anew.".formatted(damaged);
  }
}

package io.github.diffusionj.model.install;

import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks a zip that nobody vouches for. Every name and size is checked before anything is written,
 * and each file is cut off at the size that was declared for it.
 */
final class ModelZip {

  /** A model has a few files. */
  static final int MOST_ENTRIES = 10_000;

  /** Weights hardly shrink: 20 times the zip is not a model any more. */
  private static final long MOST_TIMES = 20;

  /** But small models of equal weights may. */
  private static final long ALWAYS_ALLOWED = 64_000_000;

  private static final int BUFFER = 1 << 16;

  private final Path zip;
  private final Path target;
  private final Progress progress;

  private ModelZip(Path zip, Path target, Progress progress) {
    this.zip = zip;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Unpacks a zip into a folder.
   *
   * @throws IOException with a sentence, if it is no whole zip or an entry is refused; the folder
   *     then holds part of it
   */
  static void unpack(Path zip, Path target, Progress progress) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      new ModelZip(zip, target, progress).unpack(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("%s can't be unpacked: %s".formatted(zip, FileTrouble.sentence(e)), e);
    }
  }

  private void unpack(ZipFile file) throws IOException {
    List<? extends ZipEntry> entries = Collections.list(file.entries());
    Map<ZipEntry, List<String>> names = checked(entries);
    double total = Math.max(1, entries.stream().mapToLong(ZipEntry::getSize).sum());
    long done = 0;
    for (ZipEntry entry : entries) {
      progress.checkCancelled();
      Path place = target;
      for (String part : names.get(entry)) {
        place = place.resolve(part);
      }
      if (entry.isDirectory()) {
        Files.createDirectories(place);
      } else {
        Files.createDirectories(place.getParent());
        write(file, entry, place);
      }
      done += entry.getSize();
      progress.report(done / total, "Unpacking " + entry.getName());
    }
  }

  private Map<ZipEntry, List<String>> checked(List<? extends ZipEntry> entries) throws IOException {
    if (entries.size() > MOST_ENTRIES) {
      throw new IOException(
          "it has %d entries, but at most %d are allowed".formatted(entries.size(), MOST_ENTRIES));
    }
    long left = Math.max(ALWAYS_ALLOWED, MOST_TIMES * Files.size(zip));
    left = Math.min(left, Files.getFileStore(target).getUsableSpace());
    ZipNames names = new ZipNames(ZipDirectory.special(zip));
    Map<ZipEntry, List<String>> paths = new LinkedHashMap<>();
    for (ZipEntry entry : entries) {
      paths.put(entry, new ArrayList<>(names.accept(entry)));
      if (entry.getSize() < 0) {
        throw new IOException("the entry '%s' has no size".formatted(entry.getName()));
      }
      left -= entry.getSize();
      if (left < 0) {
        throw new IOException(
            "it would unpack to more than %d times its size, or than there is room for"
                .formatted(MOST_TIMES));
      }
    }
    return paths;
  }

  private void write(ZipFile file, ZipEntry entry, Path place) throws IOException {
    CRC32 sum = new CRC32();
    long length = 0;
    try (InputStream in = file.getInputStream(entry);
        OutputStream out = Files.newOutputStream(place)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        progress.checkCancelled();
        length += count;
        if (length > entry.getSize()) {
          throw new IOException("the entry '%s' is longer than it says".formatted(entry.getName()));
        }
        sum.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
    if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
      throw new IOException("the entry '%s' is damaged".formatted(entry.getName()));
    }
  }
}

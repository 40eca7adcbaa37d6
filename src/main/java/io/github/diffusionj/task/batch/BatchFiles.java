package io.github.diffusionj.task.batch;

import io.github.diffusionj.image.file.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The files of a batch and where their results go. */
final class BatchFiles {

  private BatchFiles() {}

  /**
   * A file and its result.
   *
   * @param name the path below the input folder, with / between folders
   * @param source the file
   * @param result where its result goes
   */
  record Entry(String name, Path source, Path result) {}

  /**
   * All files, by their names.
   *
   * @throws IllegalArgumentException if there is none, two would have the same result, or a result
   *     would take the place of a file of the input
   */
  static List<Entry> of(BatchOptions options) throws IOException {
    List<Path> files =
        Files.isDirectory(options.input()) ? matching(options) : List.of(options.input());
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "No file in '%s' matches the pattern '%s'."
              .formatted(options.input(), options.pattern()));
    }
    Map<Path, Entry> results = new LinkedHashMap<>();
    for (Path file : files) {
      Entry entry = entry(options, file);
      Entry other = results.put(entry.result, entry);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s would both be written to %s; use {file} in naming."
                .formatted(other.name, entry.name, entry.result.getFileName()));
      }
    }
    for (Path file : files) {
      Entry clash = results.get(file.toAbsolutePath().normalize());
      if (clash != null) {
        throw new IllegalArgumentException(
            "The result of %s would take the place of the input %s; choose another output folder or naming."
                .formatted(clash.name, file.getFileName()));
      }
    }
    return List.copyOf(results.values());
  }

  private static Entry entry(BatchOptions options, Path file) {
    Path root = Files.isDirectory(options.input()) ? options.input() : file.getParent();
    Path relative = root == null ? file : root.relativize(file);
    Path folder = options.output().toAbsolutePath().normalize();
    if (relative.getParent() != null) {
      folder = folder.resolve(relative.getParent().toString());
    }
    String result = options.resultName(file.getFileName().toString()) + ".tif";
    return new Entry(
        relative.toString().replace('\\', '/'), file, folder.resolve(result).normalize());
  }

  private static List<Path> matching(BatchOptions options) throws IOException {
    PathMatcher matcher = matcher(options.pattern());
    Path output = options.output().toAbsolutePath().normalize();
    Path input = options.input().toAbsolutePath().normalize();
    int depth = options.recursive() ? Integer.MAX_VALUE : 1;
    try (Stream<Path> files = Files.walk(options.input(), depth)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> matcher.matches(file.getFileName()))
          .filter(
              file -> output.equals(input) || !file.toAbsolutePath().normalize().startsWith(output))
          .filter(file -> !file.getFileName().toString().equals(Manifest.NAME))
          .sorted()
          .toList();
    }
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern must be file names with * and ? and {a,b}, but is '" + pattern + "'.", e);
    }
  }

  /** Removes what an interrupted batch was writing. */
  static void sweep(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      Path name = entry.result.getFileName();
      Files.deleteIfExists(entry.result.resolveSibling(AtomicFile.PREFIX + name));
    }
  }
}

package io.github.diffusionj.task.batch;

import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.file.TiffStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The files of a folder, by their names, or a single file.
 *
 * @param path the folder or the file
 * @param pattern which file names count in a folder, with * and ? and {a,b}
 * @param recursive whether folders in the folder count, too
 */
public record FolderInput(Path path, String pattern, boolean recursive) implements BatchInput {

  /**
   * Checks that there is an input.
   *
   * @throws IllegalArgumentException if there is not
   */
  public FolderInput {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("There is no folder or file '" + path + "'.");
    }
  }

  @Override
  public List<BatchItem> items(BatchOptions options) throws IOException {
    boolean folder = Files.isDirectory(path);
    Set<Path> made = folder ? Manifest.made(options.output()) : Set.of();
    List<Path> files = folder ? matching(options.output(), made) : List.of(path);
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "No file in '%s' matches the pattern '%s'%s."
              .formatted(path, pattern, made.isEmpty() ? "" : ", apart from a batch's results"));
    }
    Path root = folder ? path : path.toAbsolutePath().getParent();
    return files.stream().map(file -> item(file, root, options)).toList();
  }

  private static BatchItem item(Path file, Path root, BatchOptions options) {
    Path relative =
        (root.isAbsolute() ? root : root.toAbsolutePath()).relativize(file.toAbsolutePath());
    Path result = relative.resolveSibling(options.resultName(file.getFileName().toString()));
    return new Item(
        relative.toString().replace('\\', '/'), file, result, options.output().resolve(result));
  }

  /** Without results: a folder for them inside the input, and those that the manifest lists. */
  private List<Path> matching(Path outputFolder, Set<Path> made) throws IOException {
    Predicate<Path> matcher = matcher();
    Path root = path.toAbsolutePath().normalize();
    Path output = outputFolder.toAbsolutePath().normalize();
    boolean inside = output.startsWith(root) && !output.equals(root);
    try (Stream<Path> files = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> matcher.test(file.getFileName()))
          .filter(file -> !(inside && file.toAbsolutePath().normalize().startsWith(output)))
          .filter(file -> !made.contains(file.toAbsolutePath().normalize()))
          .filter(file -> !file.getFileName().toString().equals(Manifest.NAME))
          .sorted()
          .toList();
    }
  }

  /** Small and capital letters are the same: microscopes write .TIF. */
  private Predicate<Path> matcher() {
    try {
      PathMatcher exact = glob(pattern);
      PathMatcher small = glob(lower(pattern));
      return name -> exact.matches(name) || small.matches(small(name));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern must be file names with * and ? and {a,b}, but is '" + pattern + "'.", e);
    }
  }

  private static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  /** A name that the system has but Java can't write in its own encoding stays as it is. */
  private static Path small(Path name) {
    try {
      return Path.of(lower(name.toString()));
    } catch (InvalidPathException e) {
      return name;
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private record Item(String name, Path source, Path result, Path written) implements BatchItem {

    @Override
    public Optional<Path> file() {
      return Optional.of(source);
    }

    @Override
    public Opened open() throws IOException {
      if (!TiffStack.isTooLargeForMemory(source)) {
        return new Opened(ImageFiles.open(source), Optional.empty());
      }
      Files.createDirectories(written.getParent());
      TiffStack stack = TiffStack.open(source, written);
      return new Opened(stack.image(), Optional.empty(), stack);
    }

    @Override
    public long bytes() throws IOException {
      return Files.size(source);
    }

    @Override
    public String hash() throws IOException {
      CRC32 sum = new CRC32();
      try (InputStream in = new CheckedInputStream(Files.newInputStream(source), sum)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return "%08x".formatted(sum.getValue());
    }
  }
}

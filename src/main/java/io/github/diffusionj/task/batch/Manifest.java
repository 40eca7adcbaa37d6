package io.github.diffusionj.task.batch;

import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.FolderLock;
import io.github.diffusionj.image.file.Csv;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each result of a batch: {@value #NAME} in the output folder. While the batch runs,
 * lines are appended, one when a file is begun and one when it is finished, each on the disk before
 * the work goes on; the last line of a result counts. A line that was cut off by a crash does not.
 * At the end there is one line for each result.
 */
final class Manifest implements AutoCloseable {

  static final String NAME = "manifest.csv";

  private static final String HEADER =
      "file,result,made,input_hash,command,options,seed,model_hash,seconds,status,message";

  /** It does not say what was made, so it gives no leave to overwrite anything. */
  private static final String OLD_HEADER =
      "file,input_hash,command,options,seed,model_hash,seconds,status,message";

  /** How far a file got. */
  enum Status {
    /** It was begun, and nothing is known of its end. */
    STARTED,
    /** Its results are there. */
    DONE,
    /** The message says why. */
    FAILED,
    /** It was not begun, since its result would have overwritten a file of somebody else's. */
    REFUSED
  }

  /**
   * A line.
   *
   * @param file what the result is of, by its name in the input
   * @param result the main result's place, from the output folder on, with /
   * @param made which of the result's files are a batch's, by {@link ResultFile} names
   */
  record Row(
      String file,
      String result,
      Set<String> made,
      String inputHash,
      String command,
      String options,
      String seed,
      String modelHash,
      String seconds,
      Status status,
      String message) {

    String line() {
      return Csv.line(
          List.of(
              file,
              result,
              String.join(" ", made.stream().sorted().toList()),
              inputHash,
              command,
              options,
              seed,
              modelHash,
              seconds,
              status.name().toLowerCase(Locale.ROOT),
              message));
    }

    /** Reads a line's values, of which a damaged line has too few or others. */
    static Row of(List<String> values) {
      return new Row(
          values.get(0),
          values.get(1),
          values.get(2).isEmpty() ? Set.of() : Set.copyOf(List.of(values.get(2).split(" "))),
          values.get(3),
          values.get(4),
          values.get(5),
          values.get(6),
          values.get(7),
          values.get(8),
          Status.valueOf(values.get(9).toUpperCase(Locale.ROOT)),
          values.get(10));
    }
  }

  private final Path file;
  private final FolderLock lock;
  private final FileChannel channel;
  private final Map<String, Row> rows;

  private Manifest(Path file, FolderLock lock, FileChannel channel, Map<String, Row> rows) {
    this.file = file;
    this.lock = lock;
    this.channel = channel;
    this.rows = rows;
  }

  /**
   * Opens the manifest of a folder, which may be there already.
   *
   * @throws IOException if it is no manifest, a line is damaged, or another batch has it
   */
  static Manifest open(Path folder) throws IOException {
    FolderLock lock = FolderLock.take(folder, "batch");
    try {
      Path file = folder.resolve(NAME);
      AtomicFile.sweep(List.of(file));
      byte[] lines = wholeLines(file);
      Map<String, Row> rows = rows(file, lines);
      Manifest manifest = new Manifest(file, lock, appending(file, lines.length), rows);
      if (lines.length == 0) {
        manifest.append(HEADER);
      }
      return manifest;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The files that a folder's manifest says a batch made, there or not.
   *
   * @return absolute paths; none if there is no manifest
   * @throws IOException if it is no manifest
   */
  static Set<Path> made(Path folder) throws IOException {
    Path output = folder.toAbsolutePath().normalize();
    Path file = output.resolve(NAME);
    Set<Path> made = new HashSet<>();
    for (Row row : rows(file, wholeLines(file)).values()) {
      Path main = output.resolve(row.result).normalize();
      row.made.forEach(name -> made.add(ResultFile.of(main, name)));
    }
    return made;
  }

  private static byte[] wholeLines(Path file) throws IOException {
    byte[] bytes =
        Files.exists(file) ? FileTrouble.reading(file, Files::readAllBytes) : new byte[0];
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static Map<String, Row> rows(Path file, byte[] lines) throws IOException {
    String text = new String(lines, StandardCharsets.UTF_8);
    if (text.startsWith(OLD_HEADER + "\n")) {
      throw new IOException(
          "The manifest %s is of an earlier version, which did not record what it made; choose another output folder, or move it and its results away."
              .formatted(file));
    }
    if (!text.isEmpty() && !text.startsWith(HEADER + "\n")) {
      throw new IOException("The file %s is not the manifest of a batch.".formatted(file));
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    int number = 1;
    for (String line : text.lines().skip(1).toList()) {
      number++;
      Row row = row(file, number, line);
      rows.put(row.result, row);
    }
    return rows;
  }

  private static Row row(Path file, int number, String line) throws IOException {
    try {
      return Row.of(Csv.lines(line).get(0).values());
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          "Line %d of the manifest %s is damaged; take it out, which makes its result a file that no batch made, or choose another output folder."
              .formatted(number, file),
          e);
    }
  }

  private static FileChannel appending(Path file, long end) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(end);
    channel.position(end);
    return channel;
  }

  /** What is known of a result. */
  Optional<Row> of(String result) {
    return Optional.ofNullable(rows.get(result));
  }

  /** Adds a line, on the disk when this returns. */
  void add(Row row) throws IOException {
    rows.put(row.result, row);
    append(row.line());
  }

  private void append(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** Leaves one line for each result; no more can be added. */
  void compact() throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.values().stream()
        .sorted(Comparator.comparing(Row::file).thenComparing(Row::result))
        .forEach(row -> text.append(row.line()).append('\n'));
    channel.close(); // on Windows an open file can't be replaced
    AtomicFile.write(file, part -> Files.writeString(part, text));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      lock.close();
    }
  }
}

package io.github.diffusionj.task.batch;

import io.github.diffusionj.image.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of each file of a batch: {@value #NAME} in the output folder. While the batch runs,
 * lines are appended, one when a file is begun and one when it is finished, each on the disk before
 * the work goes on; the last line of a file counts. A line that was cut off by a crash does not. At
 * the end there is one line for each file.
 */
final class Manifest implements AutoCloseable {

  static final String NAME = "manifest.csv";

  private static final String HEADER =
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

  /** A line. */
  record Row(
      String file,
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
              inputHash,
              command,
              options,
              seed,
              modelHash,
              seconds,
              status.name().toLowerCase(Locale.ROOT),
              message));
    }

    static Row of(List<String> values) {
      return new Row(
          values.get(0),
          values.get(1),
          values.get(2),
          values.get(3),
          values.get(4),
          values.get(5),
          values.get(6),
          Status.valueOf(values.get(7).toUpperCase(Locale.ROOT)),
          values.get(8));
    }
  }

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private Manifest(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the manifest of a folder, which may be there already.
   *
   * @throws IOException if it is no manifest, or another batch has it
   */
  static Manifest open(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new IOException("Another batch is writing to '%s'.".formatted(folder));
      }
      Manifest manifest = new Manifest(file, channel);
      manifest.read();
      return manifest;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void read() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    if (!text.isEmpty() && !text.startsWith(HEADER + "\n")) {
      throw new IOException("The file %s is not the manifest of a batch.".formatted(file));
    }
    text.lines().skip(1).map(Csv::values).map(Row::of).forEach(row -> rows.put(row.file, row));
    channel.truncate(end);
    channel.position(end);
    if (text.isEmpty()) {
      append(HEADER);
    }
  }

  /** What is known of a file. */
  Optional<Row> of(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  /** Adds a line, on the disk when this returns. */
  void add(Row row) throws IOException {
    rows.put(row.file, row);
    append(row.line());
  }

  private void append(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** Leaves one line for each file. */
  void compact() throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.values().stream()
        .sorted(Comparator.comparing(Row::file))
        .forEach(row -> text.append(row.line()).append('\n'));
    AtomicFile.write(file, part -> Files.writeString(part, text));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

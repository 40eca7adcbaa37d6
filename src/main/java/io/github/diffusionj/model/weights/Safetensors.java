package io.github.diffusionj.model.weights;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.model.json.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file, opened for reading: eight bytes with the length of the header
 * (little-endian), the header as JSON (name to type, shape and byte range), then the bytes. The
 * header is checked in full before anything is believed: ranges lie in the file, don't overlap,
 * leave no gap, and fit shape and type.
 */
public final class Safetensors implements TensorStore {

  /** Room for some 30,000 tensors. A header takes many times its length when it is read. */
  private static final long LONGEST_HEADER = 4_000_000;

  private static final String METADATA = "__metadata__";

  /** One tensor of the file; the range counts from the start of the file. */
  record Entry(TensorType type, TensorSpec spec, long begin, long end) {}

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Entry> entries;

  private Safetensors(Path file, FileChannel channel, Map<String, Entry> entries) {
    this.file = file;
    this.channel = channel;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws IOException with a sentence that names what is wrong with the file
   */
  public static Safetensors open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing.");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new Safetensors(file, channel, new HeaderReader(file, channel).read());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public List<TensorSpec> tensors() {
    return entries.values().stream().map(Entry::spec).toList();
  }

  @Override
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  @Override
  public TensorType type(String name) {
    return entries.get(name).type;
  }

  @Override
  public TensorSpec spec(String name) {
    return entries.get(name).spec;
  }

  /**
   * The file is not mapped: a mapped file can't be replaced on Windows, and crashes its reader when
   * it is cut short.
   */
  @Override
  public void read(String name, ByteBuffer into) throws IOException {
    Entry entry = entries.get(name);
    if (into.remaining() != entry.end - entry.begin) {
      throw new IllegalArgumentException(
          "%s has %d bytes, not %d".formatted(name, entry.end - entry.begin, into.remaining()));
    }
    fill(file, channel, entry.begin, into);
  }

  @Override
  public ByteBuffer bytes(String name) throws IOException {
    Entry entry = entries.get(name);
    long size = entry.end - entry.begin;
    if (size > Integer.MAX_VALUE) {
      throw bad(file, "has tensor %s of %d bytes; at most 2 GiB are read", name, size);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
    read(name, bytes);
    return bytes.flip();
  }

  private static void fill(Path file, FileChannel channel, long from, ByteBuffer into)
      throws IOException {
    long position = from;
    while (into.hasRemaining()) {
      long next = position;
      int count = FileTrouble.reading(file, path -> channel.read(into, next));
      if (count < 0) {
        throw bad(file, "ended while it was read");
      }
      position += count;
    }
  }

  private static IOException bad(Path file, String what, Object... values) {
    return new IOException(file + " " + JsonFile.brief(String.format(what, values)) + ".");
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads and checks the header. */
  private static final class HeaderReader {

    private final Path file;
    private final FileChannel channel;
    private final long fileSize;

    HeaderReader(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.fileSize = channel.size();
    }

    Map<String, Entry> read() throws IOException {
      if (fileSize < Long.BYTES) {
        throw bad("is cut short: it has %d bytes, not even the length of a header", fileSize);
      }
      long length = bytes(0, Long.BYTES).getLong();
      if (length > fileSize - Long.BYTES && length <= LONGEST_HEADER) {
        throw bad(
            "is cut short: its header has %d bytes, of which %d are there",
            length, fileSize - Long.BYTES);
      }
      if (length < 2 || length > LONGEST_HEADER) {
        throw bad(
            "says that its header has %s bytes, which can't be in a file of %d bytes",
            Long.toUnsignedString(length), fileSize);
      }
      long dataStart = Long.BYTES + length;
      Map<String, Entry> entries = new LinkedHashMap<>();
      JsonObject header = parse(bytes(Long.BYTES, Math.toIntExact(length)));
      for (Map.Entry<String, JsonElement> member : header.entrySet()) {
        if (!member.getKey().equals(METADATA)) {
          entries.put(member.getKey(), entry(member.getKey(), member.getValue(), dataStart));
        }
      }
      checkNoGap(entries, dataStart);
      return entries;
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
      fill(file, channel, from, bytes);
      return bytes.flip();
    }

    private JsonObject parse(ByteBuffer bytes) throws IOException {
      try {
        return JsonFile.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
      } catch (CharacterCodingException e) {
        throw bad("has a header that is not UTF-8");
      } catch (IllegalArgumentException e) {
        throw bad("has a header that is not a JSON object: %s", e.getMessage());
      }
    }

    private Entry entry(String name, JsonElement json, long dataStart) throws IOException {
      try {
        JsonObject object = json.getAsJsonObject();
        TensorType type = type(name, object.get("dtype"));
        long[] shape = longs(object.get("shape"));
        long[] range = longs(object.get("data_offsets"));
        TensorSpec spec = TensorSpec.of(name, shape);
        long bytes = Math.multiplyExact(spec.size(), (long) type.bytes());
        if (range.length != 2 || range[0] > range[1] || range[1] - range[0] != bytes) {
          throw bad(
              "gives tensor %s of type %s and shape %s the bytes %s",
              name, type, spec.shape(), object.get("data_offsets"));
        }
        if (range[1] > fileSize - dataStart) {
          throw bad(
              "is cut short: tensor %s ends at byte %d of the weights, but there are %d",
              name, range[1], fileSize - dataStart);
        }
        return new Entry(type, spec, dataStart + range[0], dataStart + range[1]);
      } catch (IllegalStateException
          | IllegalArgumentException
          | UnsupportedOperationException
          | NullPointerException
          | ArithmeticException e) {
        throw bad("has an invalid description of tensor %s in its header", name);
      }
    }

    private TensorType type(String name, JsonElement dtype) throws IOException {
      for (TensorType type : TensorType.values()) {
        if (dtype.equals(new JsonPrimitive(type.name()))) {
          return type;
        }
      }
      throw bad(
          "has tensor %s of type %s, which is none of %s",
          name, dtype, Arrays.toString(TensorType.values()));
    }

    private static long[] longs(JsonElement json) {
      List<JsonElement> elements = json.getAsJsonArray().asList();
      long[] values = new long[elements.size()];
      for (int i = 0; i < values.length; i++) {
        JsonPrimitive number = elements.get(i).getAsJsonPrimitive();
        values[i] = number.getAsBigDecimal().longValueExact();
        if (!number.isNumber() || values[i] < 0) {
          throw new IllegalArgumentException("not a size");
        }
      }
      return values;
    }

    private void checkNoGap(Map<String, Entry> entries, long dataStart) throws IOException {
      List<Entry> sorted = new ArrayList<>(entries.values());
      sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      long position = dataStart;
      for (Entry entry : sorted) {
        if (entry.begin != position) {
          throw bad("has tensors that overlap or leave a gap, at %s", entry.spec.name());
        }
        position = entry.end;
      }
      if (position != fileSize) {
        throw bad("has %d bytes that belong to no tensor", fileSize - position);
      }
    }

    private IOException bad(String what, Object... values) {
      return Safetensors.bad(file, what, values);
    }
  }
}

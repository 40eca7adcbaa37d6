package io.github.diffusionj.model.weights;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.JsonArrays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Writes a safetensors file, tensor by tensor, so that no more than one is held at a time. */
public final class SafetensorsWriter {

  /** The data starts at a multiple of this, as the format's own writer has it. */
  private static final int ALIGNMENT = 8;

  /** Gives the little-endian bytes of a tensor, in the type that is written. */
  @FunctionalInterface
  public interface Source {
    ByteBuffer bytes(TensorSpec tensor) throws IOException;
  }

  private SafetensorsWriter() {}

  /**
   * Writes all tensors in the given order.
   *
   * @param file a file that does not exist yet
   * @param type the type of all of them
   * @throws IOException if the file can't be written or a source gives another number of bytes
   */
  public static void write(Path file, TensorType type, List<TensorSpec> tensors, Source source)
      throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(out, header(type, tensors));
      for (TensorSpec tensor : tensors) {
        ByteBuffer bytes = source.bytes(tensor);
        if (bytes.remaining() != tensor.size() * type.bytes()) {
          throw new IOException(tensor + " came with " + bytes.remaining() + " bytes.");
        }
        writeAll(out, bytes);
      }
      out.force(true);
    }
  }

  private static ByteBuffer header(TensorType type, List<TensorSpec> tensors) {
    JsonObject json = new JsonObject();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("format", "pt");
    json.add("__metadata__", metadata);
    long offset = 0;
    for (TensorSpec tensor : tensors) {
      long end = offset + tensor.size() * type.bytes();
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", type.name());
      entry.add("shape", JsonArrays.ofNumbers(tensor.shape()));
      entry.add("data_offsets", JsonArrays.ofNumbers(List.of(offset, end)));
      json.add(tensor.name(), entry);
      offset = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(text, length);
    Arrays.fill(padded, text.length, length, (byte) ' ');
    return ByteBuffer.allocate(Long.BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(padded)
        .flip();
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}

package io.github.diffusionj.model.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Named tensors on disk, opened for reading; what describes them is checked already. */
public interface TensorStore extends Closeable {

  /** Names and shapes, in the files' order. */
  List<TensorSpec> tensors();

  /** Whether there is a tensor of that name. */
  boolean has(String name);

  /** The type of a tensor that is there. */
  TensorType type(String name);

  /** The shape of a tensor that is there. */
  TensorSpec spec(String name);

  /**
   * Reads the bytes of a tensor that is there, little-endian, and leaves the buffer at its end.
   *
   * @param into a buffer with as many bytes left as the tensor has
   * @throws IOException if they can't be read
   */
  void read(String name, ByteBuffer into) throws IOException;

  /**
   * The bytes of a tensor that is there, little-endian, in a direct buffer of their own.
   *
   * @throws IOException if the tensor is larger than a buffer can be, or can't be read
   */
  ByteBuffer bytes(String name) throws IOException;

  /** The file that was opened: the safetensors file itself, or the index of several. */
  Path file();
}

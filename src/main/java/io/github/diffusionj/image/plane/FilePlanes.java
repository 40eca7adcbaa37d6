package io.github.diffusionj.image.plane;

import ij.ImageStack;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.function.IntToLongFunction;

/** Slices that lie in a file, each in one piece, row after row, as in an uncompressed TIFF. */
public final class FilePlanes implements PlaneSink {

  /**
   * Where in a file they lie.
   *
   * @param start the byte at which a slice begins, by its number from 0
   * @param form how a pixel is written
   */
  public record Layout(IntToLongFunction start, PixelBytes form) {}

  private static final int BAND_BYTES = 1 << 20;

  private final FileChannel file;
  private final String name;
  private final Layout layout;
  private final int width;
  private final int height;
  private final int slices;
  private final PlaneStore store;

  /**
   * Slices of a file that is open. It stays open, and is long enough.
   *
   * @param name of the file, for messages
   * @param store where results of them are kept
   */
  public FilePlanes(
      FileChannel file,
      String name,
      Layout layout,
      int width,
      int height,
      int slices,
      PlaneStore store) {
    this.file = file;
    this.name = name;
    this.layout = layout;
    this.width = width;
    this.height = height;
    this.slices = slices;
    this.store = store;
  }

  @Override
  public PixelType type() {
    return layout.form.type();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int slices() {
    return slices;
  }

  @Override
  public Object read(int slice, PixelBox box) {
    Object pixels = type().array(box.area());
    try {
      eachBand(
          slice,
          box,
          (position, index, bytes) -> {
            fill(bytes, position);
            layout.form.decode(bytes, pixels, index);
          });
    } catch (IOException e) {
      throw trouble("Slice %d of %s could not be read: %s", slice, e);
    }
    return pixels;
  }

  private void fill(ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("the file ends before");
      }
    }
    bytes.flip();
  }

  @Override
  public void write(int slice, PixelBox box, Object pixels) {
    try {
      eachBand(
          slice,
          box,
          (position, index, bytes) -> {
            layout.form.encode(pixels, index, bytes);
            while (bytes.hasRemaining()) {
              file.write(bytes, position + bytes.position());
            }
          });
    } catch (IOException e) {
      throw trouble("Slice %d could not be written to %s: %s", slice, e);
    }
  }

  private UncheckedIOException trouble(String sentence, int slice, IOException e) {
    String message = sentence.formatted(slice + 1, name, FileTrouble.sentence(e));
    return new UncheckedIOException(message, new IOException(message, e));
  }

  /** Rows that lie together in the file. */
  private interface Band {
    void at(long position, int index, ByteBuffer bytes) throws IOException;
  }

  private void eachBand(int slice, PixelBox box, Band band) throws IOException {
    Objects.checkIndex(slice, slices);
    Objects.checkFromIndexSize(box.x(), box.width(), width);
    Objects.checkFromIndexSize(box.y(), box.height(), height);
    int pixel = layout.form.bytes();
    long start = layout.start.applyAsLong(slice);
    int most = box.width() == width ? Math.max(1, BAND_BYTES / pixel / width) : 1;
    ByteBuffer bytes = layout.form.buffer(Math.min(most, box.height()) * box.width());
    for (int y = 0; y < box.height(); y += most) {
      long position = start + ((long) (box.y() + y) * width + box.x()) * pixel;
      bytes.clear().limit(Math.min(most, box.height() - y) * box.width() * pixel);
      band.at(position, y * box.width(), bytes);
    }
  }

  /** A virtual stack, since all of it may be more than fits into memory. */
  @Override
  public ImageStack stack() {
    return new SourceStack(this, store);
  }
}

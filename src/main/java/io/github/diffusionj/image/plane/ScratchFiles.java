package io.github.diffusionj.image.plane;

import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.image.pixel.PixelType;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the pixels of new images in files beside another, which are deleted when this is closed, or
 * when the process ends. The images can't be used any more then.
 */
public final class ScratchFiles implements PlaneStore, Closeable {

  private final Path beside;
  private final List<FileChannel> files = new ArrayList<>();

  /**
   * Makes no file yet.
   *
   * @param beside a path in a folder that exists; scratch files have names like those of its parts,
   *     see {@link AtomicFile#sweep}
   */
  public ScratchFiles(Path beside) {
    this.beside = beside;
  }

  /**
   * A file of that size, full of zeros.
   *
   * @throws UncheckedIOException with a sentence, if it can't be made
   */
  @Override
  public PlaneSink sink(PixelType type, int width, int height, int slices) {
    PixelBytes form = new PixelBytes(type, ByteOrder.BIG_ENDIAN);
    long slice = (long) width * height * form.bytes();
    long bytes = slice * slices;
    try {
      FileChannel file =
          FileChannel.open(
              AtomicFile.part(beside),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      files.add(file);
      file.write(ByteBuffer.allocate(1), bytes - 1);
      String name = "a scratch file in " + beside.toAbsolutePath().getParent();
      FilePlanes.Layout layout = new FilePlanes.Layout(number -> number * slice, form);
      return new FilePlanes(file, name, layout, width, height, slices, this);
    } catch (IOException e) {
      String message =
          "A scratch file of %d bytes for %s could not be made: %s"
              .formatted(bytes, beside.getFileName(), FileTrouble.sentence(e));
      throw new UncheckedIOException(message, new IOException(message, e));
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}

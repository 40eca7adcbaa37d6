package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A file or a slice that a batch works on by itself. */
interface BatchItem {

  /** What it is called in the manifest: for a file its path below the input, with /. */
  String name();

  /** Where its result goes, from the output folder on. */
  Path result();

  /** The file itself, if it is one. */
  Optional<Path> file();

  /**
   * Reads it.
   *
   * @return to be closed when its result is written
   * @throws IOException with a sentence, if it can't be read
   */
  Opened open() throws IOException;

  /** Its size, by which small ones are found. */
  long bytes() throws IOException;

  /** A number in hexadecimal digits that tells its content from another. */
  String hash() throws IOException;

  /**
   * An image to work on.
   *
   * @param image an image that is not changed
   * @param slices which slice of it, as the commands' key {@code slices}; empty for all of it
   * @param files that the image and its results need until they are written
   */
  record Opened(ImagePlus image, Optional<String> slices, Closeable files) implements Closeable {

    /** An image in memory. */
    Opened(ImagePlus image, Optional<String> slices) {
      this(image, slices, () -> {});
    }

    @Override
    public void close() throws IOException {
      files.close();
    }
  }
}

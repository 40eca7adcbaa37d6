package io.github.diffusionj.image.file;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Plot;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.io.RoiEncoder;
import ij.io.TiffDecoder;
import ij.io.TiffEncoder;
import io.github.diffusionj.base.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Opens what ImageJ opens, and says what is wrong with a file by an exception. */
public final class ImageFiles {

  private ImageFiles() {}

  /**
   * Opens an image; it is not shown.
   *
   * @throws IOException with a sentence that names the file, if it is damaged, cut off, or no image
   *     that ImageJ opens by itself
   */
  public static ImagePlus open(Path file) throws IOException {
    if (Files.size(file) == 0) {
      throw new IOException("The file %s is empty.".formatted(file.getFileName()));
    }
    check(file);
    Opener opener = new Opener();
    opener.setSilentMode(true);
    ImagePlus image = opener.openImage(file.toString());
    if (image == null || image.getWidth() == 0) {
      throw notAnImage(file);
    }
    return image;
  }

  /** ImageJ shows message boxes for damaged files, and fills what is cut off with black. */
  private static void check(Path file) throws IOException {
    if (isTiff(file)) {
      tiffParts(file);
    } else if (lowerName(file).matches(".*\\.(png|jpe?g|gif|bmp)")) {
      checkDecodes(file);
    }
  }

  private static String lowerName(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /** Whether a file's name is that of a TIFF. */
  static boolean isTiff(Path file) {
    String name = lowerName(file);
    return name.endsWith(".tif") || name.endsWith(".tiff");
  }

  /**
   * What a TIFF says of its images, at least one.
   *
   * @throws IOException with a sentence that names the file, if it is damaged or cut off
   */
  static FileInfo[] tiffParts(Path file) throws IOException {
    FileInfo[] info;
    try {
      String folder = file.toAbsolutePath().getParent().toString();
      info = new TiffDecoder(folder, file.getFileName().toString()).getTiffInfo();
    } catch (IOException | RuntimeException e) {
      throw new IOException("The file %s is a damaged TIFF.".formatted(file.getFileName()), e);
    }
    if (info == null || info.length == 0) {
      throw notAnImage(file);
    }
    for (FileInfo part : info) {
      long end = TiffEnd.of(part);
      if (part.compression <= FileInfo.COMPRESSION_NONE && end > Files.size(file)) {
        throw new IOException(
            "The file %s is cut off: it has %d bytes, but its pixels need %d."
                .formatted(file.getFileName(), Files.size(file), end));
      }
    }
    return info;
  }

  private static void checkDecodes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (ImageIO.read(in) == null) {
        throw notAnImage(file);
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "The file %s is damaged, or no image.".formatted(file.getFileName()), e);
    }
  }

  private static IOException notAnImage(Path file) {
    return new IOException(
        "The file %s is no image that ImageJ can open.".formatted(file.getFileName()));
  }

  /**
   * Writes an image as TIFF, with all that ImageJ keeps in it. The file is there when it is whole.
   *
   * @throws IOException with a sentence and the system's reason, if it can't be written; what was
   *     there before stays
   */
  public static void writeTiff(ImagePlus image, Path file) throws IOException {
    AtomicFile.writeOrSay(file, part -> write(image, part));
  }

  /** FileSaver itself answers an error by a message box, and aborts the macro. */
  static void write(ImagePlus image, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file.toFile()))) {
      new TiffEncoder(tiffInfo(image)).write(out);
    }
  }

  /** All that FileSaver (ImageJ 1.54p) writes. */
  private static FileInfo tiffInfo(ImagePlus image) {
    FileSaver saver = new FileSaver(image);
    FileInfo info = image.getFileInfo();
    info.info = image.getInfoProperty();
    info.description = saver.getDescriptionString();
    if (image.hasImageStack()) { // otherwise getStack() makes one, with a label
      ImageStack stack = image.getStack();
      info.virtualStack = stack instanceof VirtualStack slices ? slices : null;
      info.sliceLabels = labels(stack);
    }
    info.roi = RoiEncoder.saveAsByteArray(image.getRoi());
    info.overlay = FileSaver.getOverlay(image);
    info.properties = image.getPropertiesAsArray();
    if (image.getProperty(Plot.PROPERTY_KEY) instanceof Plot plot) {
      info.plot = plot.toByteArray();
    }
    if (image.isComposite()) {
      saver.saveDisplayRangesAndLuts(image, info);
    }
    return info;
  }

  private static String[] labels(ImageStack stack) {
    return IntStream.rangeClosed(1, stack.getSize())
        .mapToObj(stack::getSliceLabel)
        .toArray(String[]::new);
  }
}

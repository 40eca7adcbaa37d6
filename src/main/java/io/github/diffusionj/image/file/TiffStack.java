package io.github.diffusionj.image.file;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.plane.FilePlanes;
import io.github.diffusionj.image.plane.ScratchFiles;
import io.github.diffusionj.image.plane.SourceStack;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * An uncompressed TIFF stack that stays on the disk: a slice is read when it is asked for, and the
 * results of it are kept in scratch files. It is for stacks that memory has no room for.
 */
public final class TiffStack implements Closeable {

  /** Beside the pixels of a stack there are its results, of four times as many bytes or more. */
  private static final int ROOM = 8;

  private final FileChannel file;
  private final ScratchFiles scratch;
  private final ImagePlus image;

  private TiffStack(FileChannel file, ScratchFiles scratch, ImagePlus image) {
    this.file = file;
    this.scratch = scratch;
    this.image = image;
  }

  /**
   * Whether a file is such a stack, and takes more than an eighth of the memory that Java may use.
   *
   * @throws IOException with a sentence that names the file, if it is a damaged TIFF or cut off
   */
  public static boolean isTooLargeForMemory(Path file) throws IOException {
    return Files.size(file) > Runtime.getRuntime().maxMemory() / ROOM
        && ImageFiles.isTiff(file)
        && TiffLayout.of(ImageFiles.tiffParts(file)).isPresent();
  }

  /**
   * Opens a stack.
   *
   * @param beside a path in a folder that exists, where scratch files are made
   * @throws IOException with a sentence that names the file, if it is damaged, cut off, or no such
   *     stack
   */
  public static TiffStack open(Path file, Path beside) throws IOException {
    FileInfo[] parts = ImageFiles.tiffParts(file);
    FilePlanes.Layout layout =
        TiffLayout.of(parts)
            .orElseThrow(
                () ->
                    new IOException(
                        "The file %s must be an uncompressed TIFF stack of slices of one size and type."
                            .formatted(file.getFileName())));
    FileInfo info = parts[0];
    FileChannel channel = FileChannel.open(file);
    ScratchFiles scratch = new ScratchFiles(beside);
    FilePlanes planes =
        new FilePlanes(
            channel,
            file.getFileName().toString(),
            layout,
            info.width,
            info.height,
            TiffLayout.slices(parts),
            scratch);
    try {
      return new TiffStack(channel, scratch, image(parts, new SourceStack(planes, scratch)));
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The image as ImageJ opens it, but for where its pixels are. */
  private static ImagePlus image(FileInfo[] parts, SourceStack stack) {
    FileInfo info = parts[0];
    label(stack, info.sliceLabels);
    FileInfo one = (FileInfo) info.clone();
    one.nImages = 1;
    ImagePlus first = new FileOpener(one).openImage();
    ImagePlus image = new ImagePlus(info.fileName, stack);
    image.setFileInfo(info);
    image.setCalibration(first.getCalibration());
    image.setProperty("Info", info.info);
    image.setProperties(info.properties);
    image.setRoi(first.getRoi());
    image.setOverlay(first.getOverlay());
    Properties said = new FileOpener(one).decodeDescriptionString(one);
    shape(image, said == null ? new Properties() : said);
    if (PixelType.of(image) == PixelType.RGB) {
      return image;
    }
    image.setLut(first.getLuts()[0]);
    double low = first.getDisplayRangeMin();
    double high = first.getDisplayRangeMax();
    if (low == high && TiffLayout.isStackOfImageJ(parts)) {
      showAll(image);
    } else {
      image.setDisplayRange(low, high);
    }
    return composite(image, String.valueOf(info.description));
  }

  private static void label(ImageStack stack, String[] labels) {
    if (labels != null && labels.length <= stack.getSize()) {
      for (int i = 0; i < labels.length; i++) {
        stack.setSliceLabel(labels[i], i + 1);
      }
    }
  }

  private static void shape(ImagePlus image, Properties said) {
    int channels = number(said, "channels");
    int slices = number(said, "slices");
    int frames = number(said, "frames");
    if ((long) channels * slices * frames == image.getStackSize()) {
      image.setDimensions(channels, slices, frames);
      image.setOpenAsHyperStack(Boolean.parseBoolean(said.getProperty("hyperstack")));
    }
  }

  private static int number(Properties said, String key) {
    return Integer.parseInt(said.getProperty(key, "1").strip());
  }

  /** ImageJ does so where the first slice is blank. */
  private static void showAll(ImagePlus image) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int slice = 1; slice <= image.getStackSize(); slice++) {
      ImageProcessor pixels = image.getStack().getProcessor(slice);
      pixels.resetMinAndMax();
      low = Math.min(low, pixels.getMin());
      high = Math.max(high, pixels.getMax());
    }
    image.setDisplayRange(low, high);
  }

  private static ImagePlus composite(ImagePlus image, String description) {
    boolean said = description.contains("mode=");
    if (image.getNChannels() == 1 || !(image.getOpenAsHyperStack() || said)) {
      return image;
    }
    int mode = IJ.COLOR;
    if (description.contains("mode=composite")) {
      mode = IJ.COMPOSITE;
    } else if (description.contains("mode=gray")) {
      mode = IJ.GRAYSCALE;
    }
    return new CompositeImage(image, mode);
  }

  /** The image; it can't be used any more when this is closed, and neither can its results. */
  public ImagePlus image() {
    return image;
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      scratch.close();
    }
  }
}

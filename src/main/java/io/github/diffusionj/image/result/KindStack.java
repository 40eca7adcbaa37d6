package io.github.diffusionj.image.result;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageStatistics;
import ij.process.LUT;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.result.plane.PlaneAxes;
import io.github.diffusionj.image.result.plane.PlaneAxes.Axis;
import io.github.diffusionj.image.result.plane.ResultPlanes;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.List;

/**
 * Several things that are known of each pixel, such as its mean and its standard deviation, as the
 * channels of a 32-bit hyperstack like the source: for each channel of the source (red, green and
 * blue for RGB) the kinds one after the other, each shown with a display range of its own.
 */
public final class KindStack {

  private final ImageItems source;
  private final List<String> kinds;
  private final String title;
  private final ResultPlanes pixels;

  private KindStack(ImageItems source, List<String> kinds, String title) {
    this.source = source;
    this.kinds = List.copyOf(kinds);
    this.title = title;
    PlaneAxes axes =
        PlaneAxes.of(
            source.planes(), kinds.size(), 1, Axis.KIND, Axis.CHANNEL, Axis.GROUP, Axis.FRAME);
    this.pixels = ResultPlanes.zeros(source, PixelType.FLOAT32, axes);
  }

  /**
   * Starts a stack whose pixels are 0 until they are written.
   *
   * @param kinds names of the channels, in Latin-1; at least one
   */
  public static KindStack of(ImageItems source, List<String> kinds, String title) {
    return new KindStack(source, kinds, title);
  }

  /**
   * Writes one kind of an item.
   *
   * @param item the item's number in the source, from 0
   * @param kind the index in the list of kinds
   * @param values C·H·W values
   */
  public void write(int item, int kind, float[] values) {
    pixels.write(item, kind, 0, values);
  }

  /** The finished hyperstack, not shown; call it once, after the last write. */
  public ImagePlus finish() {
    PixelPlanes planes = source.planes();
    boolean several = planes.count() > 1;
    ImageStack stack =
        pixels.toImageStack(
            (plane, kind, frame) -> kinds.get(kind) + (several ? " " + planes.label(plane) : ""));
    ImagePlus image = new ImagePlus(title, stack);
    int channels = planes.channels() * kinds.size();
    int groups = planes.count() / planes.channels();
    int frames = planes.image().getNFrames();
    image.setDimensions(channels, groups / frames, frames);
    image.setOpenAsHyperStack(true);
    ImagePlus result = channels == 1 ? image : new CompositeImage(image, IJ.GRAYSCALE);
    Attributes.carry(planes, result);
    SpreadOverlay.alongChannels(planes, kinds.size(), result);
    show(result, channels);
    return result;
  }

  /** Display ranges from the middle plane of each channel. */
  private void show(ImagePlus result, int channels) {
    if (!(result instanceof CompositeImage composite)) {
      return;
    }
    for (int c = 1; c <= channels; c++) {
      int z = (result.getNSlices() + 1) / 2;
      int t = (result.getNFrames() + 1) / 2;
      ImageStatistics statistics =
          result.getStack().getProcessor(result.getStackIndex(c, z, t)).getStatistics();
      LUT lut = composite.getChannelLut(c);
      lut.min = statistics.min;
      lut.max = Math.max(statistics.max, statistics.min + 1e-6);
      composite.setChannelLut(lut, c);
    }
    composite.setPosition(1, 1, 1);
    LUT first = composite.getChannelLut(1);
    composite.setDisplayRange(first.min, first.max);
  }
}

package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.result.plane.PlaneAxes;
import io.github.diffusionj.image.result.plane.PlaneAxes.Axis;
import io.github.diffusionj.image.result.plane.ResultPlanes;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.List;

/**
 * The way between noise and image as a 32-bit hyperstack: frames along T, items and kinds along Z.
 *
 * <p>The channels are the source's (red, green and blue for RGB), with its LUTs and display range.
 * Z holds, for each (z, t) of the source, the kinds one after the other. A slice is labelled {@code
 * t=500 ᾱ=0.0786 x_t}, with the name of the source's plane appended where there are several. Pixel
 * width, height and units carry over; Z and T no longer mean depth and time, so their spacing does
 * not. Info and properties carry over as in {@link ResultImage}, and so does the overlay: an
 * element without a position stays as it is, and one of some slices is on every slice made of them.
 *
 * <p>One thread may write at a time.
 */
public final class Trajectory {

  /**
   * A moment on the way.
   *
   * @param t the person's time, 0…T; two digits after the point are shown
   * @param alphaBar ᾱ_t, for the label
   */
  public record Frame(double t, double alphaBar) {

    private String label() {
      return "t=" + Numbers.text(Math.rint(100 * t) / 100) + " ᾱ=" + Numbers.shortText(alphaBar);
    }
  }

  private final ImageItems source;
  private final List<Frame> frames;
  private final List<String> kinds;
  private final String title;
  private final PlaneAxes axes;
  private final ResultPlanes pixels;

  private Trajectory(ImageItems source, List<Frame> frames, List<String> kinds, String title) {
    this.source = source;
    this.frames = List.copyOf(frames);
    this.kinds = List.copyOf(kinds);
    this.title = title;
    this.axes =
        PlaneAxes.of(
            source.planes(),
            kinds.size(),
            frames.size(),
            Axis.CHANNEL,
            Axis.KIND,
            Axis.GROUP,
            Axis.FRAME);
    this.pixels = ResultPlanes.zeros(source, PixelType.FLOAT32, axes);
  }

  /**
   * Starts a trajectory whose pixels are 0 until they are written.
   *
   * @param source the items that each have a trajectory
   * @param frames at least one, in the order of T
   * @param kinds what there is at each moment, such as "x_t" and "x_0"; at least one. Keep to
   *     Latin-1: ImageJ 1.54p garbles most other characters when it opens a saved stack (a hat on
   *     an x, for one; the ᾱ is among those it reads)
   * @throws IllegalArgumentException if there is no frame or no kind, or the stack would have 2^31
   *     slices or more
   */
  public static Trajectory of(
      ImageItems source, List<Frame> frames, List<String> kinds, String title) {
    if (frames.isEmpty() || kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "A trajectory needs at least 1 frame and 1 kind, but has "
              + frames.size()
              + " and "
              + kinds.size()
              + ".");
    }
    long count = (long) source.planes().count() * frames.size() * kinds.size();
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A trajectory may have at most 2^31 - 1 slices, but would have " + count + ".");
    }
    return new Trajectory(source, frames, kinds, title);
  }

  /**
   * Writes one item of one moment.
   *
   * @param item the item's number in the source, from 0
   * @param frame the index in the list of frames
   * @param kind the index in the list of kinds
   * @param values C·H·W pixel values
   */
  public void write(int item, int frame, int kind, float[] values) {
    pixels.write(item, kind, frame, values);
  }

  /** The finished hyperstack, not shown; call it once, after the last write. */
  public ImagePlus finish() {
    PixelPlanes planes = source.planes();
    boolean several = planes.count() > planes.channels();
    ImageStack stack =
        pixels.toImageStack(
            (plane, kind, frame) ->
                frames.get(frame).label()
                    + " "
                    + kinds.get(kind)
                    + (several ? " " + planes.label(plane) : ""));
    Dimensions dimensions =
        new Dimensions(axes.channels(), axes.groups() * axes.kinds(), axes.frames());
    ImagePlus result = Appearance.build(planes, title, stack, dimensions);
    result.setCalibration(lateral(planes.image().getCalibration()));
    Attributes.describe(planes.image(), result);
    SpreadOverlay.alongDepth(planes, kinds.size(), result);
    return result;
  }

  private static Calibration lateral(Calibration source) {
    Calibration calibration = source.copy();
    calibration.pixelDepth = 1;
    calibration.zOrigin = 0;
    calibration.frameInterval = 0;
    return calibration;
  }
}

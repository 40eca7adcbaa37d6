package io.github.diffusionj.image.result.plane;

import io.github.diffusionj.image.source.PixelPlanes;
import java.util.List;
import java.util.Objects;

/**
 * Where the planes of a result lie that has several for each plane of its source.
 *
 * @param channels of the source, as a model counts them
 * @param groups (z, t) of the source
 * @param kinds what there is of each plane of the source at one moment
 * @param frames moments
 * @param order of all four axes, of which the first runs fastest
 */
public record PlaneAxes(int channels, int groups, int kinds, int frames, List<Axis> order) {

  /** What a result's planes are counted by. */
  public enum Axis {
    /** The source's channels. */
    CHANNEL,
    /** The source's (z, t). */
    GROUP,
    /** Things of the same plane. */
    KIND,
    /** Moments. */
    FRAME
  }

  /**
   * Checks that there is a place for each plane.
   *
   * @throws IllegalArgumentException if an axis is missing
   * @throws ArithmeticException if there are 2^31 planes or more
   */
  public PlaneAxes {
    order = List.copyOf(order);
    if (!order.containsAll(List.of(Axis.values()))) {
      throw new IllegalArgumentException("The order must have all axes, but is " + order + ".");
    }
    Math.multiplyExact(Math.multiplyExact(channels, groups), Math.multiplyExact(kinds, frames));
  }

  /** One plane for each of the source's, in its order. */
  public static PlaneAxes like(PixelPlanes source) {
    return of(source, 1, 1, Axis.CHANNEL, Axis.GROUP, Axis.KIND, Axis.FRAME);
  }

  /** So many kinds and frames of each plane of a source. */
  public static PlaneAxes of(PixelPlanes source, int kinds, int frames, Axis... order) {
    int channels = source.channels();
    return new PlaneAxes(channels, source.count() / channels, kinds, frames, List.of(order));
  }

  /** The number of planes of the result. */
  public int count() {
    return channels * groups * kinds * frames;
  }

  /**
   * The number of a plane in the result, from 0.
   *
   * @param plane its number in the source, from 0
   * @throws IndexOutOfBoundsException if there is no such plane, kind or frame
   */
  public int place(int plane, int kind, int frame) {
    Objects.checkIndex(plane, channels * groups);
    Objects.checkIndex(kind, kinds);
    Objects.checkIndex(frame, frames);
    int place = 0;
    int stride = 1;
    for (Axis axis : order) {
      place += stride * index(axis, plane, kind, frame);
      stride *= size(axis);
    }
    return place;
  }

  private int index(Axis axis, int plane, int kind, int frame) {
    return switch (axis) {
      case CHANNEL -> plane % channels;
      case GROUP -> plane / channels;
      case KIND -> kind;
      case FRAME -> frame;
    };
  }

  private int size(Axis axis) {
    return switch (axis) {
      case CHANNEL -> channels;
      case GROUP -> groups;
      case KIND -> kinds;
      case FRAME -> frames;
    };
  }
}

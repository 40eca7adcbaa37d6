package io.github.diffusionj.engine.sampling;

import io.github.diffusionj.base.Progress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many images go together, and which: the one place that decides it. One that is too large by
 * itself goes alone.
 *
 * @param most how many at once, at least 1
 */
public record Together(int most) {

  /** What keeps two cores busy without much memory; more pixels in a call keep no more busy. */
  private static final long CALL_PIXELS = 65_536;

  /** 16 MiB of floats. */
  private static final long HELD_VALUES = 4_194_304;

  public Together {
    if (most < 1) {
      throw new IllegalArgumentException("At least 1 image must go at once, but not " + most + ".");
    }
  }

  /** How many images of {@code pixels} pixels each go into one network call. */
  public static Together inCall(long pixels) {
    return of(CALL_PIXELS, pixels);
  }

  /** The same where a call may have no more than {@code limit} pixels. */
  public static Together inCall(long pixels, long limit) {
    return of(Math.min(CALL_PIXELS, limit), pixels);
  }

  /** Whether images of {@code pixels} pixels in all may go into one network call. */
  public static boolean fitCall(long pixels) {
    return pixels <= CALL_PIXELS;
  }

  /** How many images of {@code values} values each are held at once, which bounds memory. */
  public static Together inMemory(long values) {
    return of(HELD_VALUES, values);
  }

  /** As many as there is room for, where each takes so much of it. */
  public static Together of(long room, long each) {
    return new Together((int) Math.max(1, Math.min(Integer.MAX_VALUE, room / each)));
  }

  /** The same, but no more than {@code limit} at once. */
  public Together atMost(int limit) {
    return new Together(Math.min(most, limit));
  }

  /** Cuts {@code all} images into parts that go together, in order. */
  public List<Part> parts(int all) {
    return IntStream.iterate(0, first -> first < all, first -> first + Math.min(most, all - first))
        .mapToObj(first -> new Part(first, Math.min(most, all - first), all))
        .toList();
  }

  /**
   * Images that go together.
   *
   * @param first the index of the first
   * @param count how many
   * @param all how many there are in all parts
   */
  public record Part(int first, int count, int all) {

    /** The index after that of the last. */
    public int end() {
      return first + count;
    }

    /** This part's share of the progress of all. */
    public Progress of(Progress whole) {
      return whole.part((double) first / all, (double) end() / all);
    }
  }
}

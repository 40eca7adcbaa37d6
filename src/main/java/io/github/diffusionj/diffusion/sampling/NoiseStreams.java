package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.noise.NoiseStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Numbers for the noise of steps, of {@link NoiseStream#STEP}, each handed out once: t at the first
 * visit of a whole t, so that noise does not depend on how many steps there are, and T + 1, T + 2,
 * … otherwise.
 */
public final class NoiseStreams {

  private final Set<Integer> used = new HashSet<>();
  private int last;

  /** None used yet; {@code steps} is the schedule's T. */
  public NoiseStreams(int steps) {
    this.last = steps;
  }

  /** The stream of a step that starts at t &gt; 0. */
  public int of(double t) {
    int whole = (int) t;
    return NoiseStream.STEP.number(whole == t && used.add(whole) ? whole : ++last);
  }
}

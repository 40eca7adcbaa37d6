package io.github.diffusionj.diffusion.noise;

/**
 * All streams of {@link NoiseField} that are drawn from, with their numbers. A number is part of
 * what a seed means: with another one, the same seed would give other pixels.
 *
 * <p>Streams of the same {@link Run} have no number in common. Those of different runs may, since
 * they serve different commands, whose noise goes into different things.
 */
public enum NoiseStream {
  /** The initial noise x_T, or the noise of the one-step forward form. */
  INITIAL(Run.IMAGES, 0, 0, 0),

  /**
   * The z of a step of sampling. The number is that of the step, 1 or more: t, or beyond T where t
   * is no whole number or was there before.
   */
  STEP(Run.IMAGES, 0, 1, (1 << 29) - 1),

  /** What is added to an image before sampling, because its own noise is too weak. */
  ADDED(Run.IMAGES, 1 << 29, 0, 0),

  /**
   * The noise of known pixels in a step of sampling, by the number of that step in {@link #STEP}.
   * As that is 1 or more, the first is the one after {@link #ADDED}.
   */
  KNOWN(Run.IMAGES, 1 << 29, 1, (1 << 29) - 1),

  /** The ε of the forward chain's step to t. */
  CHAIN(Run.IMAGES, 1 << 30, 1, (1 << 30) - 1),

  /** A draw of x_t for the variational bound: draw·(T + 1) + t, draws counted from 0. */
  BOUND(Run.BOUND, 0, 1, Integer.MAX_VALUE),

  /**
   * The ε of an image of a batch. Images that training shows meanwhile start from {@link #INITIAL}
   * with the same seed, so the first of them start from the noise of the first batches.
   */
  TRAINING(Run.TRAINING, 0, 0, 0),

  /** The noise of images that a classifier is tried on, by the quarter of the times, 0…3. */
  QUARTER(Run.TRAINING, 1, 0, 3),

  /**
   * What a network is tried out with when it is opened, with the seed 0; no result depends on it.
   */
  PROBE(Run.PROBE, 0, 0, 0);

  /** What streams are drawn together for. */
  public enum Run {
    /** Images that are noised, sampled or both, with one seed. */
    IMAGES,
    /** The variational bound; it samples nothing. */
    BOUND,
    /** Training and the test of what was trained. */
    TRAINING,
    /** Opening a network. */
    PROBE
  }

  private final Run run;
  private final int base;
  private final int firstStep;
  private final int lastStep;

  NoiseStream(Run run, int base, int firstStep, int lastStep) {
    this.run = run;
    this.base = base;
    this.firstStep = firstStep;
    this.lastStep = lastStep;
  }

  /** What it is drawn for. */
  public Run run() {
    return run;
  }

  /** The smallest number; the only one of a stream without steps. */
  public int first() {
    return base + firstStep;
  }

  /** The largest number. */
  public int last() {
    return base + lastStep;
  }

  /**
   * The number for a step, as the constant's description counts them.
   *
   * @return {@link #first()}…{@link #last()}
   * @throws IllegalArgumentException if the step is out of range
   */
  public int number(long step) {
    if (step < firstStep || step > lastStep) {
      throw new IllegalArgumentException(
          "the step of the stream of noise %s must be between %d and %d, but is %d."
              .formatted(name(), firstStep, lastStep, step));
    }
    return base + (int) step;
  }
}

package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.require;
import static io.github.diffusionj.base.Checks.within;

import io.github.diffusionj.base.Labelled;

/**
 * How the time enters a network.
 *
 * @param kind waves of fixed or random frequencies, or a table
 * @param width channels of the embedding after its two layers; 0 for four times those of the finest
 *     level
 * @param flipSinToCos whether the waves start with the cosines
 * @param freqShift subtracted from the number of frequencies in the waves' exponent
 * @param timesteps entries of the table of a learned embedding; 0 if not stated
 */
public record TimeEmbedding(
    Kind kind, int width, boolean flipSinToCos, double freqShift, int timesteps) {

  /** diffusers' defaults. */
  public static final TimeEmbedding DEFAULT = new TimeEmbedding(Kind.POSITIONAL, 0, true, 0, 0);

  private static final int MOST_TIMESTEPS = 1_000_000;

  /** Kinds of embeddings, under diffusers' names. */
  public enum Kind implements Labelled {
    /** Waves of frequencies 1 … 10⁻⁴ in the time (Vaswani et al. 2017). */
    POSITIONAL("positional"),
    /** Waves of random frequencies in the time's logarithm (Song et al. 2021); outputs over it. */
    FOURIER("fourier"),
    /** A vector for each whole time. */
    LEARNED("learned");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  public TimeEmbedding {
    within("time_embedding_dim", width, 0, Limits.MOST);
    within("num_train_timesteps", timesteps, 0, MOST_TIMESTEPS);
    require(freqShift >= 0, "freq_shift must be at least 0, but is %s.", freqShift);
    require(
        kind != Kind.LEARNED || timesteps > 0,
        "num_train_timesteps must be given with time_embedding_type learned.");
  }

  /**
   * Refuses a time that has no embedding.
   *
   * @param t the person's t
   * @throws IllegalArgumentException naming those that have one
   */
  public void check(double t) {
    if (kind == Kind.LEARNED && (t != Math.rint(t) || t < 1 || t > timesteps)) {
      throw new IllegalArgumentException(
          "This network knows whole t from 1 to %d only, but t is %s.".formatted(timesteps, t));
    }
    if (kind == Kind.FOURIER && t <= 1) {
      throw new IllegalArgumentException(
          "This network takes the logarithm of t − 1, so t must be above 1, but is %s."
              .formatted(t));
    }
  }
}

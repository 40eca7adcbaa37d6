package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.within;
import static io.github.diffusionj.model.unet.part.Limits.positive;

/**
 * The group normalisation of a network (Wu and He 2018).
 *
 * @param groups groups of channels that are normalised together; 0 if not stated
 * @param eps added to the variance
 * @param scaleShift whether the time scales and shifts the normalised features rather than being
 *     added before
 */
public record Normalisation(int groups, double eps, boolean scaleShift) {

  private static final int MOST_IF_NOT_STATED = 32;

  public Normalisation {
    within("norm_num_groups", groups, 0, Limits.MOST);
    positive("norm_eps", eps);
  }

  /** The number of groups for this many channels: as stated, else a quarter of them, at most 32. */
  public int groupsOf(int channels) {
    return groups > 0 ? groups : Math.min(channels / 4, MOST_IF_NOT_STATED);
  }
}

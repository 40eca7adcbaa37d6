package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.within;
import static io.github.diffusionj.model.unet.part.Limits.positive;

/**
 * What is between the way down and the way up: two residual layers, with self-attention between
 * them or not.
 *
 * @param present whether there is anything
 * @param attention whether there is self-attention
 * @param scale what the residual sums are divided by
 * @param attentionGroups groups of the normalisation before the self-attention; 0 if not stated:
 *     those of the network, or no normalisation where the time scales and shifts
 */
public record Middle(boolean present, boolean attention, double scale, int attentionGroups) {

  /** diffusers' defaults. */
  public static final Middle DEFAULT = new Middle(true, true, 1, 0);

  public Middle {
    positive("mid_block_scale_factor", scale);
    within("attn_norm_num_groups", attentionGroups, 0, Limits.MOST);
  }

  /** Whether there is self-attention at all. */
  public boolean attends() {
    return present && attention;
  }
}

package io.github.diffusionj.task.bound;

import io.github.diffusionj.diffusion.bound.BoundVariance;
import io.github.diffusionj.engine.model.ModelFolder;

/** The variance that a model samples with. */
final class ModelVariance {

  private ModelVariance() {}

  static BoundVariance of(ModelFolder model) {
    boolean learned = model.network().outChannels() == 2 * model.network().inChannels();
    return learned
        ? BoundVariance.LEARNED
        : switch (model.scheduler().variance()) {
          case FIXED_SMALL -> BoundVariance.FIXED_SMALL;
          case FIXED_LARGE -> BoundVariance.FIXED_LARGE;
        };
  }
}

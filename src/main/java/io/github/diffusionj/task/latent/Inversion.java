package io.github.diffusionj.task.latent;

import io.github.diffusionj.diffusion.sampling.DdimInversion;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes all items of an image along the same times of DDIM with η = 0, in both directions.
 *
 * @param model the open model
 * @param items the images
 * @param range how their intensities map to [−1, 1]
 * @param times from t to the clean image
 * @param sampler DDIM over these times
 */
record Inversion(
    DiffusionModel model,
    ImageItems items,
    IntensityRange range,
    List<TimePoint> times,
    SamplerOptions sampler) {

  static Inversion of(
      DiffusionModel model,
      ImageItems items,
      IntensityRange range,
      int t,
      int steps,
      Optional<Boolean> clip) {
    TimestepSpacing spacing = TimestepSpacing.TRAILING;
    SamplerOptions sampler =
        new SamplerOptions(SamplerKind.DDIM, OptionalInt.of(steps), spacing, 0, clip, 1);
    return new Inversion(model, items, range, spacing.points(model.schedule(), t, steps), sampler);
  }

  /** The x_t of each item, in model space. */
  float[][] latents(int iterations, Progress progress) {
    float[][] clean = new float[items.count()][];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = clean(i);
    }
    return along(new DdimInversion(iterations).steps(times), clean, progress);
  }

  /** What DDIM makes of some x_t, in model space. */
  float[][] regenerated(float[][] latents, Progress progress) {
    return along(new DdimSampler(0).steps(model.schedule(), times), latents, progress);
  }

  /** An item in model space. */
  float[] clean(int item) {
    float[] values = items.read(item);
    range.toModel(values);
    return values;
  }

  private float[][] along(List<SamplingStep> steps, float[][] from, Progress progress) {
    float[][] to = new float[from.length][];
    ItemSampling.Items all =
        new ItemSampling.Items() {
          @Override
          public int count() {
            return from.length;
          }

          @Override
          public float[] start(int item) {
            return from[item];
          }

          @Override
          public void result(int item, float[] values) {
            to[item] = values;
          }
        };
    new ItemSampling(model, steps, sampler, items.width(), items.height())
        .run(all, null, null, progress);
    return to;
  }
}

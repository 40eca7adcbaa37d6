package io.github.diffusionj.task.latent;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.DdimInversion;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSink;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Takes items of an image along the same times of DDIM with η = 0, in both directions, as many of
 * them at once as are asked for.
 */
final class Inversion {

  private final MappedItems items;
  private final ItemSampling noising;
  private final ItemSampling denoising;

  private Inversion(MappedItems items, ItemSampling noising, ItemSampling denoising) {
    this.items = items;
    this.noising = noising;
    this.denoising = denoising;
  }

  /**
   * Inverts items to t, and makes them of their x_t again, with {@code steps} steps of DDIM each
   * way.
   *
   * @param iterations network calls per step
   */
  static Inversion of(
      DiffusionModel model,
      MappedItems items,
      int t,
      int steps,
      int iterations,
      Optional<Boolean> clip) {
    TimestepSpacing spacing = TimestepSpacing.TRAILING;
    SamplerOptions sampler =
        new SamplerOptions(SamplerKind.DDIM, OptionalInt.of(steps), spacing, 0, clip, 1);
    List<TimePoint> times = spacing.points(model.schedule(), t, steps);
    List<SamplingStep> back = new DdimSampler(0).steps(model.schedule(), times);
    int width = items.items().width();
    int height = items.items().height();
    return new Inversion(
        items,
        new ItemSampling(model, new DdimInversion(iterations).steps(times), sampler, width, height),
        new ItemSampling(model, back, sampler, width, height));
  }

  /** How many items are best taken at once. */
  Together together() {
    return noising.together();
  }

  /** An item in model space. */
  float[] clean(int item) {
    return items.read(item);
  }

  /** The x_t of some items in a row, in model space; each is read when it is needed. */
  float[][] latents(int first, int count, Progress progress) {
    float[][] latents = new float[count][];
    noising.run(source(count, i -> clean(first + i)), (i, values) -> latents[i] = values, progress);
    return latents;
  }

  /** What DDIM makes of some x_t, in model space; the sink's items are indices of these. */
  void regenerate(float[][] latents, ItemSink sink, Progress progress) {
    denoising.run(source(latents.length, i -> latents[i]), sink, progress);
  }

  /** Their noise is never drawn, so it has no place of its own. */
  private static ItemSource source(int count, IntFunction<float[]> start) {
    return ItemSource.of(count, i -> i).from(start);
  }
}

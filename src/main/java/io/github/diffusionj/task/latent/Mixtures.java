package io.github.diffusionj.task.latent;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the mixtures of a slice, one for each item. The noise of a channel is the same whether it
 * is taken alone or with the others, and in whichever slice it lies.
 *
 * @param options what is mixed, and where
 * @param model the open model
 * @param sampler the way back, settled
 */
record Mixtures(InterpolateOptions options, DiffusionModel model, SamplerOptions sampler) {

  /** Network calls per step of inversion. */
  private static final int LATENT_CALLS = 3;

  /** The number of an item in its slice, counted with the channels that are not taken. */
  static long number(ImageItems items, int item) {
    return items.place(item) % (items.wholeChannels() / items.channels());
  }

  List<Mixture> between(MappedItems first, MappedItems second, Progress progress) {
    return options.latents() == LatentKind.INVERTED
        ? inverted(first, second, progress)
        : noised(first, second);
  }

  private List<Mixture> noised(MappedItems first, MappedItems second) {
    List<Mixture> mixtures = new ArrayList<>();
    for (int i = 0; i < first.items().count(); i++) {
      long image = 2 * number(first.items(), i);
      float[] noise = noise(first.items(), image);
      boolean shared = options.latents() == LatentKind.SHARED_NOISE;
      float[] other = shared ? noise : noise(first.items(), image + 1);
      mixtures.add(mixture(first, second, i, noise, other));
    }
    return mixtures;
  }

  private float[] noise(ImageItems items, long image) {
    float[] values = new float[items.channels() * items.height() * items.width()];
    new NoiseField(sampler.seed())
        .fill(
            values,
            0,
            image,
            NoiseStream.INITIAL.first(),
            items.channels(),
            items.height(),
            items.width());
    return values;
  }

  private List<Mixture> inverted(MappedItems first, MappedItems second, Progress progress) {
    float[][] from = latents(first, progress.part(0, 0.5));
    float[][] to = latents(second, progress.part(0.5, 1));
    List<Mixture> mixtures = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      mixtures.add(mixture(first, second, i, from[i], to[i]));
    }
    return mixtures;
  }

  private float[][] latents(MappedItems end, Progress progress) {
    int steps = sampler.steps().orElse(options.t());
    return Inversion.of(model, end, options.t(), steps, LATENT_CALLS, sampler.clip())
        .latents(0, end.items().count(), progress);
  }

  private Mixture mixture(
      MappedItems first, MappedItems second, int item, float[] noiseA, float[] noiseB) {
    return new Mixture(
        options.latents(),
        ForwardStep.between(model.schedule(), 0, options.t()),
        first.read(item),
        second.read(item),
        noiseA,
        noiseB);
  }
}

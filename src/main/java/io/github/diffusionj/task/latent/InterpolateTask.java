package io.github.diffusionj.task.latent;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.Spherical;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.SchedulerConfig;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.BlankImage;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.OutputType;
import io.github.diffusionj.image.ResultImage;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.OpenModels;
import io.github.diffusionj.task.Options;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Mixes two images at t and denoises the mixtures: Ho et al. 2020, section 4.3, with the noise
 * mixed spherically. With the ends' noise ε and ε′ and a share λ of the second image,
 *
 * <pre>  x_t = √ᾱ_t·((1 − λ)·x_0 + λ·x_0′) + √(1 − ᾱ_t)·between(ε, ε′, λ)</pre>
 *
 * <p>and with inverted latents x_t = between(x_t, x_t′, λ).
 */
public final class InterpolateTask {

  private final InterpolateOptions options;

  /** Prepares the task. */
  public InterpolateTask(InterpolateOptions options) {
    this.options = options;
  }

  /**
   * Goes from the first slice of one image to the first of another.
   *
   * @return a stack of n images of the first one's type, labelled with λ
   * @throws IllegalArgumentException if the images don't fit each other or the model
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePlus first, ImagePlus second, Progress progress) throws IOException {
    if (first.getWidth() != second.getWidth() || first.getHeight() != second.getHeight()) {
      throw new IllegalArgumentException(
          "Both images must have the same size, but '%s' is %d × %d and '%s' is %d × %d."
              .formatted(
                  first.getTitle(),
                  first.getWidth(),
                  first.getHeight(),
                  second.getTitle(),
                  second.getWidth(),
                  second.getHeight()));
    }
    return OpenModels.use(
        options.model(), progress, (model, hash) -> run(first, second, model, hash, progress));
  }

  private ImagePlus run(
      ImagePlus first, ImagePlus second, DiffusionModel model, String hash, Progress progress) {
    Options.within("t", options.t(), 1, model.schedule().steps());
    int channels = model.folder().network().inChannels();
    ImageItems items = ImageItems.of(first, channels);
    IntensityRange range = options.range().resolve(first, DeclaredRange.of(model.folder()));
    IntensityRange other = options.range().resolve(second, DeclaredRange.of(model.folder()));
    float[] a = modelSpace(items, range);
    float[] b = modelSpace(ImageItems.of(second, channels), other);
    Mixture mixture = new Mixture(model, items, a, b);
    mixture.prepare(first, second, range, other, progress.part(0, 0.3));
    PixelType type = items.type() == PixelType.RGB ? PixelType.GREY8 : items.type();
    ImageItems frames =
        ImageItems.of(
            BlankImage.of(
                "From %s to %s".formatted(first.getTitle(), second.getTitle()),
                options.n(),
                channels,
                first.getWidth(),
                first.getHeight(),
                type),
            channels);
    ResultImage result = ResultImage.like(frames, OutputType.SOURCE, frames.title());
    SchedulerConfig scheduler = model.folder().scheduler();
    SamplerOptions sampler = sampler(model);
    List<SamplingStep> steps = sampler.plan(scheduler, model.schedule(), options.t());
    new ItemSampling(model, steps, sampler, first.getWidth(), first.getHeight())
        .run(new Frames(mixture, result, range), null, null, progress.part(0.3, 1));
    ImagePlus stack = result.finish();
    label(stack, channels);
    stack.setCalibration(first.getCalibration());
    stack.setDisplayRange(first.getDisplayRangeMin(), first.getDisplayRangeMax());
    Provenance record = Records.by("Diffusion Interpolate", model.folder(), hash, 1).with(range);
    sampler.record(record, scheduler, steps).with(ProvenanceKey.T, 0).writeTo(stack);
    return stack;
  }

  /** DDIM for latents that it made, unless another sampler is named. */
  private SamplerOptions sampler(DiffusionModel model) {
    SamplerOptions sampler = options.sampler();
    boolean ddim = options.latents() == LatentKind.INVERTED && sampler.kind() == SamplerKind.AUTO;
    return (ddim ? sampler.with(SamplerKind.DDIM) : sampler)
        .settled(model.folder().scheduler(), options.t(), SamplerOptions.USUAL_STEPS);
  }

  private static float[] modelSpace(ImageItems items, IntensityRange range) {
    float[] values = items.read(0);
    range.toModel(values);
    return values;
  }

  private double lambda(int frame) {
    return (double) frame / (options.n() - 1);
  }

  private void label(ImagePlus stack, int channels) {
    int planes = stack.getStackSize() / options.n();
    for (int i = 0; i < stack.getStackSize(); i++) {
      String label = String.format(Locale.ROOT, "lambda=%.3f", lambda(i / planes));
      stack.getStack().setSliceLabel(label, i + 1);
    }
  }

  /** x_t of both ends, and of what lies between them. */
  private final class Mixture {

    private final DiffusionModel model;
    private final ImageItems items;
    private final float[] a;
    private final float[] b;
    private float[] noiseA;
    private float[] noiseB;

    Mixture(DiffusionModel model, ImageItems items, float[] a, float[] b) {
      this.model = model;
      this.items = items;
      this.a = a;
      this.b = b;
    }

    void prepare(
        ImagePlus first,
        ImagePlus second,
        IntensityRange range,
        IntensityRange other,
        Progress progress) {
      if (options.latents() == LatentKind.INVERTED) {
        noiseA = inverted(first, range, progress.part(0, 0.5));
        noiseB = inverted(second, other, progress.part(0.5, 1));
      } else {
        noiseA = noise(0);
        noiseB = options.latents() == LatentKind.SHARED_NOISE ? noiseA : noise(1);
      }
    }

    private float[] noise(int image) {
      float[] values = new float[a.length];
      new NoiseField(options.sampler().seed())
          .fill(values, 0, image, 0, items.channels(), items.height(), items.width());
      return values;
    }

    private float[] inverted(ImagePlus image, IntensityRange of, Progress progress) {
      int steps = sampler(model).steps().orElse(options.t());
      ImageItems one = ImageItems.of(image, items.channels());
      return Inversion.of(model, one, of, options.t(), steps, options.sampler().clip())
          .latents(LATENT_CALLS, progress)[0];
    }

    float[] at(double lambda) {
      float[] between = Spherical.between(noiseA, noiseB, lambda);
      if (options.latents() == LatentKind.INVERTED) {
        return between;
      }
      float[] clean = new float[a.length];
      for (int i = 0; i < clean.length; i++) {
        clean[i] = (float) ((1 - lambda) * a[i] + lambda * b[i]);
      }
      ForwardStep.between(model.schedule(), 0, options.t()).apply(clean, between, clean);
      return clean;
    }
  }

  /** Network calls per step of inversion. */
  private static final int LATENT_CALLS = 3;

  /** Mixtures in, images out. */
  private final class Frames implements ItemSampling.Items {

    private final Mixture mixture;
    private final ResultImage result;
    private final IntensityRange range;

    Frames(Mixture mixture, ResultImage result, IntensityRange range) {
      this.mixture = mixture;
      this.result = result;
      this.range = range;
    }

    @Override
    public int count() {
      return options.n();
    }

    @Override
    public float[] start(int item) {
      return mixture.at(lambda(item));
    }

    @Override
    public void result(int item, float[] values) {
      range.fromModel(values);
      result.write(item, values);
    }
  }
}

package io.github.diffusionj.task.latent;

import ij.ImagePlus;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.part.SliceChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.SliceSeries;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
  private final ModelSession models;

  /**
   * Mixes with the model that the options name.
   *
   * @param models where the task gets it from
   */
  public InterpolateTask(InterpolateOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /**
   * Goes from the slice in view of one image to that of another. A model with one channel mixes
   * each of their channels.
   *
   * @return a stack of n images like the first one's slice, labelled with λ
   * @throws IllegalArgumentException if the images don't fit each other or the model
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePlus first, ImagePlus second, Progress progress) throws IOException {
    checkSize(first, second);
    ItemChoice choice = new ItemChoice(SliceChoice.CURRENT, options.channel());
    ImagePart from = choice.of(first);
    ImagePart to = choice.of(second);
    if (options.channel() == 0) {
      checkChannels(from, to);
    }
    return models.use(
        options.model(), progress, (model, hash) -> run(from, to, model, hash, progress));
  }

  private static void checkSize(ImagePlus first, ImagePlus second) {
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
  }

  private static void checkChannels(ImagePart first, ImagePart second) {
    if (first.wholeChannels() != second.wholeChannels()) {
      throw new IllegalArgumentException(
          "Both images must have the same number of channels, but '%s' has %d and '%s' has %d."
              .formatted(
                  first.whole().getTitle(),
                  first.wholeChannels(),
                  second.whole().getTitle(),
                  second.wholeChannels()));
    }
  }

  private ImagePlus run(
      ImagePart first, ImagePart second, DiffusionModel model, String hash, Progress progress) {
    Checks.within("t", options.t(), 1, model.schedule().steps());
    MappedItems from = end(first, model);
    MappedItems to = end(second, model);
    SamplerOptions sampler = sampler(model);
    List<Mixture> mixtures =
        new Mixtures(options, model, sampler).between(from, to, progress.part(0, 0.3));
    SchedulerConfig scheduler = model.folder().scheduler();
    List<SamplingStep> steps = sampler.plan(scheduler, model.schedule(), options.t());
    String title = "From %s to %s".formatted(from.items().title(), to.items().title());
    SliceSeries series = SliceSeries.of(from.items(), labels(), title);
    Frames frames = new Frames(mixtures, from, series);
    new ItemSampling(model, steps, sampler, from.items().width(), from.items().height())
        .run(frames.source(), frames::write, progress.part(0.3, 1));
    ImagePlus stack = series.finish();
    Provenance record =
        Records.by("Diffusion Interpolate", model.folder(), hash, 1).with(from.ranges());
    sampler.record(record, scheduler, steps).with(ProvenanceKey.T, 0).writeTo(stack);
    return stack;
  }

  private MappedItems end(ImagePart part, DiffusionModel model) {
    ImageItems items = ImageItems.of(part, model.folder().network().inChannels());
    return new MappedItems(items, options.range().resolve(items, DeclaredRange.of(model.folder())));
  }

  /** DDIM for latents that it made, unless another sampler is named. */
  private SamplerOptions sampler(DiffusionModel model) {
    SamplerOptions sampler = options.sampler();
    boolean ddim = options.latents() == LatentKind.INVERTED && sampler.kind() == SamplerKind.AUTO;
    return (ddim ? sampler.with(SamplerKind.DDIM) : sampler)
        .settled(model.folder().scheduler(), options.t(), SamplerOptions.USUAL_STEPS);
  }

  private double lambda(int frame) {
    return (double) frame / (options.n() - 1);
  }

  private List<String> labels() {
    return IntStream.range(0, options.n())
        .mapToObj(i -> String.format(Locale.ROOT, "lambda=%.3f", lambda(i)))
        .toList();
  }

  /** Mixtures in, images out; all of an item, then all of the next. */
  private final class Frames {

    private final List<Mixture> mixtures;
    private final MappedItems end;
    private final SliceSeries series;

    Frames(List<Mixture> mixtures, MappedItems end, SliceSeries series) {
      this.mixtures = mixtures;
      this.end = end;
      this.series = series;
    }

    ItemSource source() {
      int count = Math.multiplyExact(mixtures.size(), options.n());
      return ItemSource.of(count, this::place).from(this::mixture);
    }

    private long place(int index) {
      return Mixtures.number(end.items(), index / options.n()) * options.n() + index % options.n();
    }

    private float[] mixture(int index) {
      return mixtures.get(index / options.n()).at(lambda(index % options.n()));
    }

    void write(int index, float[] values) {
      end.fromModel(index / options.n(), values);
      series.write(index / options.n(), index % options.n(), values);
    }
  }
}

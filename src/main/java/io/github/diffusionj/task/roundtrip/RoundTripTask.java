package io.github.diffusionj.task.roundtrip;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.quality.Quality;
import io.github.diffusionj.image.result.Montage;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Noises an image to each of some t and denoises it again, with several seeds, and compares what
 * came back with the original: before it is rounded to grey levels, over the intensity range.
 */
public final class RoundTripTask {

  private final RoundTripOptions options;
  private final ModelSession models;

  /**
   * Goes there and back with the model that the options name.
   *
   * @param models where the task gets it from
   */
  public RoundTripTask(RoundTripOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /**
   * Goes there and back with every slice.
   *
   * @throws IllegalArgumentException if a t or another option doesn't fit the model
   * @throws IOException if the model can't be opened
   */
  public RoundTripResult run(ImagePart part, Progress progress) throws IOException {
    return models.use(
        options.model(), progress, (model, hash) -> new Run(part, model).all(progress));
  }

  /** One run with an open model. */
  private final class Run {

    private final DiffusionModel model;
    private final ImageItems items;
    private final MappedItems mapped;
    private final Montage montage;

    Run(ImagePart part, DiffusionModel model) {
      this.model = model;
      options.times().forEach(t -> Checks.within("t", t, 0, model.schedule().steps()));
      items = ImageItems.of(part, model.folder().network().inChannels());
      mapped =
          new MappedItems(items, options.range().resolve(items, DeclaredRange.of(model.folder())));
      montage = new Montage(items, mapped.range(0), columns(), rowNames());
    }

    private List<String> columns() {
      return Stream.concat(Stream.of("original"), options.times().stream().map(t -> "t = " + t))
          .toList();
    }

    private List<String> rowNames() {
      boolean one = options.modes().size() == 1;
      Stream<String> back =
          options.modes().stream().map(mode -> one ? "restored" : mode.label().replace('_', ' '));
      return Stream.concat(Stream.of("noised"), back).toList();
    }

    RoundTripResult all(Progress progress) {
      List<RoundTripRow> rows = new ArrayList<>();
      montage.put(0, 0, items.read(0));
      int all = options.modes().size() * options.times().size();
      for (int mode = 0; mode < options.modes().size(); mode++) {
        for (int column = 0; column < options.times().size(); column++) {
          double done = rows.size();
          rows.add(row(mode, column, progress.part(done / all, (done + 1) / all)));
        }
      }
      return new RoundTripResult(
          items.title(), rows, montage.finish("Round trip of " + items.title()));
    }

    private RoundTripRow row(int mode, int column, Progress progress) {
      int t = options.times().get(column);
      List<Quality> qualities = new ArrayList<>();
      for (int i = 0; i < options.seeds(); i++) {
        progress.checkCancelled();
        Progress part = progress.part((double) i / options.seeds(), (i + 1.0) / options.seeds());
        SamplerOptions sampler = options.sampler();
        Trip trip = new Trip(mode, column, sampler.withSeed(sampler.seed() + i), i == 0, qualities);
        trip.run(part);
      }
      return new RoundTripRow(
          options.modes().get(mode), t, model.schedule().alphaBar(t), qualities);
    }

    /** All items with one seed. */
    private final class Trip {

      private final ClippingMode mode;
      private final int row;
      private final int column;
      private final int t;
      private final SamplerOptions sampler;
      private final boolean shown;
      private final List<Quality> qualities;

      Trip(int mode, int column, SamplerOptions sampler, boolean shown, List<Quality> qualities) {
        this.mode = options.modes().get(mode);
        this.row = mode + 1;
        this.column = column + 1;
        this.t = options.times().get(column);
        this.sampler = this.mode.of(sampler);
        this.shown = shown;
        this.qualities = qualities;
      }

      void run(Progress progress) {
        int most = sampler.steps().orElse(SamplerOptions.USUAL_STEPS);
        List<SamplingStep> steps =
            sampler
                .withSteps(OptionalInt.empty())
                .settled(model.folder().scheduler(), t, most)
                .plan(model.folder().scheduler(), model.schedule(), t);
        new ItemSampling(model, steps, sampler, items.width(), items.height())
            .run(ItemSource.of(items).from(this::noised), this::compare, progress);
      }

      private float[] noised(int item) {
        float[] values = mapped.read(item);
        float[] noise = new float[values.length];
        new NoiseField(sampler.seed())
            .fill(
                noise,
                0,
                items.place(item),
                NoiseStream.INITIAL.first(),
                items.channels(),
                items.height(),
                items.width());
        ForwardStep.between(model.schedule(), 0, t).apply(values, noise, values);
        show(item, 0, values);
        return values;
      }

      private void compare(int item, float[] values) {
        float[] back = mode.end(values);
        qualities.add(Quality.of(mapped.read(item), back, items.width(), items.height(), 2));
        show(item, row, back);
      }

      private void show(int item, int atRow, float[] modelSpace) {
        if (shown && item == 0) {
          float[] pixels = modelSpace.clone();
          mapped.fromModel(item, pixels);
          montage.put(column, atRow, pixels);
        }
      }
    }
  }
}

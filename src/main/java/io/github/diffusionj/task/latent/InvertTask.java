package io.github.diffusionj.task.latent;

import ij.ImagePlus;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.Version;
import io.github.diffusionj.task.sampling.ItemSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the noise that DDIM makes an image of, and reports how much of the image comes back. A
 * virtual stack is read slice by slice, and what is in memory beside the result does not grow with
 * the number of slices. The result records t and the steps, so that Diffusion Denoise makes the
 * image of it without options.
 */
public final class InvertTask {

  private final InvertOptions options;
  private final ModelSession models;
  private final int mostTogether;

  /**
   * Inverts with the model that the options name.
   *
   * @param models where the task gets it from
   */
  public InvertTask(InvertOptions options, ModelSession models) {
    this(options, models, Integer.MAX_VALUE);
  }

  /** The same with at most {@code mostTogether} items at once. */
  InvertTask(InvertOptions options, ModelSession models, int mostTogether) {
    this.options = options;
    this.models = models;
    this.mostTogether = mostTogether;
  }

  /**
   * Inverts every slice.
   *
   * @throws IllegalArgumentException if an option doesn't fit the model
   * @throws IOException if the model can't be opened
   */
  public InvertResult run(ImagePart part, Progress progress) throws IOException {
    return models.use(options.model(), progress, (model, hash) -> run(part, model, hash, progress));
  }

  private InvertResult run(ImagePart part, DiffusionModel model, String hash, Progress progress) {
    int t = options.t().orElse(model.schedule().steps());
    Checks.within("t", t, 1, model.schedule().steps());
    ImageItems items = ImageItems.of(part, model.folder().network().inChannels());
    MappedItems mapped =
        new MappedItems(items, options.range().resolve(items, DeclaredRange.of(model.folder())));
    TreeSet<Integer> all = new TreeSet<>(options.compared());
    all.add(options.steps());
    all.forEach(steps -> Checks.within("steps", steps, 1, t));
    ResultImage result =
        ResultImage.like(
            items, OutputType.FLOAT32, "Inverted to t = %d, %s".formatted(t, items.title()));
    List<InvertRow> rows = new ArrayList<>();
    for (int steps : all) {
      double done = rows.size();
      Progress share = progress.part(done / all.size(), (done + 1) / all.size());
      Inversion inversion =
          Inversion.of(model, mapped, t, steps, options.iterations(), options.clip());
      ItemSink sink = steps == options.steps() ? writing(result, mapped) : (item, x) -> {};
      InvertSums sums = sums(inversion, items, sink, share);
      rows.add(sums.row(steps, steps * options.iterations()));
    }
    ImagePlus image = result.finish();
    record(model.folder(), hash, t, mapped).writeTo(image);
    return new InvertResult(image, rows);
  }

  private static ItemSink writing(ResultImage result, MappedItems mapped) {
    return (item, values) -> {
      mapped.fromModel(item, values);
      result.write(item, values);
    };
  }

  /** Inverts some items at a time, and gives their x_t to the sink. */
  private InvertSums sums(Inversion inversion, ImageItems items, ItemSink sink, Progress progress) {
    InvertSums sums = new InvertSums(items);
    for (Together.Part part : inversion.together().atMost(mostTogether).parts(items.count())) {
      Progress share = part.of(progress);
      float[][] latents = inversion.latents(part.first(), part.count(), share.part(0, 0.8));
      inversion.regenerate(
          latents,
          (i, values) -> sums.addImage(inversion.clean(part.first() + i), values),
          share.part(0.8, 1));
      for (int i = 0; i < part.count(); i++) {
        sums.addLatent(latents[i]);
        sink.take(part.first() + i, latents[i]);
      }
    }
    return sums;
  }

  private Provenance record(ModelFolder folder, String hash, int t, MappedItems mapped) {
    return Records.by("Diffusion Invert", folder, hash, 1)
        .with(ProvenanceKey.T, t)
        .with(ProvenanceKey.SAMPLER, "ddim")
        .with(ProvenanceKey.ETA, 0.0)
        .with(ProvenanceKey.STEPS, options.steps())
        .with(ProvenanceKey.SPACING, TimestepSpacing.TRAILING.label())
        .with(ProvenanceKey.VERSION, Version.current())
        .with(mapped.ranges())
        .withSource(mapped.items().originalType(), mapped.items().image());
  }
}

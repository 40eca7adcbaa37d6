package io.github.diffusionj.task.latent;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.OutputType;
import io.github.diffusionj.image.ResultImage;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.OpenModels;
import io.github.diffusionj.task.Options;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the noise that DDIM makes an image of, and reports how much of the image comes back. The
 * result records t and the steps, so that Diffusion Denoise makes the image of it without options.
 */
public final class InvertTask {

  private final InvertOptions options;

  /** Prepares the task. */
  public InvertTask(InvertOptions options) {
    this.options = options;
  }

  /** Inverts a whole image. */
  public InvertResult run(ImagePlus image, Progress progress) throws IOException {
    return run(ImagePart.whole(image), progress);
  }

  /**
   * Inverts every slice.
   *
   * @throws IllegalArgumentException if an option doesn't fit the model
   * @throws IOException if the model can't be opened
   */
  public InvertResult run(ImagePart part, Progress progress) throws IOException {
    return OpenModels.use(
        options.model(), progress, (model, hash) -> run(part, model, hash, progress));
  }

  private InvertResult run(ImagePart part, DiffusionModel model, String hash, Progress progress) {
    int t = options.t().orElse(model.schedule().steps());
    Options.within("t", t, 1, model.schedule().steps());
    ImageItems items = ImageItems.of(part, model.folder().network().inChannels());
    IntensityRange range = options.range().resolve(part.image(), DeclaredRange.of(model.folder()));
    TreeSet<Integer> all = new TreeSet<>(options.compared());
    all.add(options.steps());
    all.forEach(steps -> Options.within("steps", steps, 1, t));
    List<InvertRow> rows = new ArrayList<>();
    ImagePlus result = null;
    for (int steps : all) {
      double done = rows.size();
      Progress share = progress.part(done / all.size(), (done + 1) / all.size());
      Inversion inversion = Inversion.of(model, items, range, t, steps, options.clip());
      float[][] latents = inversion.latents(options.iterations(), share.part(0, 0.8));
      float[][] back = inversion.regenerated(latents, share.part(0.8, 1));
      rows.add(InvertRow.of(inversion, steps, steps * options.iterations(), latents, back));
      if (steps == options.steps()) {
        result = image(items, range, latents, t);
        record(model.folder(), hash, t, range, items).writeTo(result);
      }
    }
    return new InvertResult(result, rows);
  }

  private static ImagePlus image(ImageItems items, IntensityRange range, float[][] latents, int t) {
    ResultImage result =
        ResultImage.like(
            items, OutputType.FLOAT32, "Inverted to t = %d, %s".formatted(t, items.title()));
    for (int i = 0; i < latents.length; i++) {
      float[] pixels = latents[i].clone();
      range.fromModel(pixels);
      result.write(i, pixels);
    }
    return result.finish();
  }

  private Provenance record(
      ModelFolder folder, String hash, int t, IntensityRange range, ImageItems items) {
    return Records.by("Diffusion Invert", folder, hash, 1)
        .with(ProvenanceKey.T, t)
        .with(ProvenanceKey.SAMPLER, "ddim")
        .with(ProvenanceKey.ETA, 0.0)
        .with(ProvenanceKey.STEPS, options.steps())
        .with(ProvenanceKey.SPACING, TimestepSpacing.TRAILING.label())
        .with(ProvenanceKey.VERSION, Version.current())
        .with(range)
        .withSource(items.originalType(), items.image());
  }
}

package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.IntensityRange;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import io.github.diffusionj.image.Region;
import io.github.diffusionj.image.SelectionMask;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.ItemSampling;
import io.github.diffusionj.task.OpenModels;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.SamplerOptions;
import java.io.IOException;
import java.util.List;

/**
 * Fills an image's selection with what a model finds likely there: from noise to x_0, with the
 * pixels outside kept on the way as the {@link InpaintMethod} says. Every pixel outside the
 * selection is the original's, bit for bit.
 *
 * <p>The network sees the selection with a margin of the model's sample size around it, not the
 * whole of a large image.
 */
public final class InpaintTask {

  /** The margin for a model that doesn't state a sample size. */
  private static final int DEFAULT_MARGIN = 64;

  private final InpaintOptions options;

  /** Prepares the task. */
  public InpaintTask(InpaintOptions options) {
    this.options = options;
  }

  /**
   * Fills the selection of every slice, each with its own noise.
   *
   * @return a new image, not shown: of the same pixel type, or with several samples a 32-bit
   *     hyperstack with mean, standard deviation and samples along Z
   * @throws IllegalArgumentException if there is no area selection, or an option doesn't fit
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePlus image, Progress progress) throws IOException {
    float[] mask = SelectionMask.of(image, "Inpaint");
    return OpenModels.use(
        options.model(), progress, (model, hash) -> run(image, mask, model, hash, progress));
  }

  private ImagePlus run(
      ImagePlus image, float[] mask, DiffusionModel model, String hash, Progress progress)
      throws IOException {
    ModelFolder folder = model.folder();
    ImageItems items = ImageItems.of(image, folder.network().inChannels());
    IntensityRange range = options.range().resolve(image, DeclaredRange.of(folder));
    int margin = folder.network().sampleSize() > 0 ? folder.network().sampleSize() : DEFAULT_MARGIN;
    Region region = Region.around(mask, items.width(), margin);
    int t = model.schedule().steps();
    SamplerOptions sampler =
        options
            .sampler()
            .with(options.method().kind(options.sampler().kind()))
            .settled(folder.scheduler(), t, options.method().usualSteps());
    List<SamplingStep> steps =
        sampler.plan(
            folder.scheduler(),
            model.schedule(),
            t,
            plain -> options.method().around(plain, options.jump(), options.resamplings()));
    FilledItems result = result(image, items, mask);
    new ItemSampling(
            model,
            options.guidance().predictor(model),
            steps,
            sampler,
            region.width(),
            region.height())
        .run(
            new Filled(items, range, region, options.samples(), result),
            new ItemSampling.Unknown(region.crop(mask, 1, items.width()), options.method()::known),
            null,
            progress);
    ImagePlus filled = result.finish();
    record(folder, hash, steps, sampler).with(range).writeTo(filled);
    return filled;
  }

  private FilledItems result(ImagePlus image, ImageItems items, float[] mask) {
    float[] weight = SelectionMask.feathered(mask, items.width(), options.feather());
    String title = "Inpainted " + image.getTitle();
    return options.samples() == 1
        ? new SingleSample(items, weight, title)
        : new SampleMoments(items, weight, options.samples(), title);
  }

  private Provenance record(
      ModelFolder folder, String hash, List<SamplingStep> steps, SamplerOptions sampler) {
    Provenance plain = Records.by("Diffusion Inpaint", folder, hash, 1);
    Provenance sampled = sampler.record(plain, folder.scheduler(), steps);
    Provenance record =
        options
            .method()
            .record(sampled, options.jump(), options.resamplings())
            .with(ProvenanceKey.SAMPLES, options.samples())
            .with(ProvenanceKey.FEATHER, options.feather());
    return options.guidance().record(record);
  }

  /** Known pixels from the image, filled ones to the result; samples of an item in a row. */
  private record Filled(
      ImageItems items, IntensityRange range, Region region, int samples, FilledItems result)
      implements ItemSampling.Items {

    @Override
    public int count() {
      return Math.multiplyExact(items.count(), samples);
    }

    @Override
    public float[] known(int place) {
      float[] values = region.crop(items.read(place / samples), items.channels(), items.width());
      range.toModel(values);
      return values;
    }

    @Override
    public void result(int place, float[] values) {
      range.fromModel(values);
      float[] pixels = region.paste(values, items.channels(), items.width(), items.height());
      result.write(place / samples, place % samples, pixels);
    }
  }
}

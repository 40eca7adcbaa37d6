package io.github.diffusionj.task;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.IntensityRange;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.Region;
import io.github.diffusionj.image.ResultImage;
import io.github.diffusionj.image.SelectionMask;
import java.io.IOException;
import java.util.List;

/**
 * Fills an image's selection with what a model finds likely there: from noise to x_0, with the
 * pixels outside put into x̂_0 at every step (DDNM; Wang, Yu and Zhang 2023). Every pixel outside
 * the selection is the original's, bit for bit.
 *
 * <p>The network sees the selection with a margin of the model's sample size around it, not the
 * whole of a large image.
 */
public final class InpaintTask {

  /** The margin for a model that doesn't state a sample size. */
  private static final int DEFAULT_MARGIN = 64;

  /** What the method's authors use (Wang, Yu and Zhang 2023, section 4). */
  private static final int USUAL_STEPS = 100;

  private final InpaintOptions options;

  /** Prepares the task. */
  public InpaintTask(InpaintOptions options) {
    this.options = options;
  }

  /**
   * Fills the selection of every slice, each with its own noise.
   *
   * @return a new image of the same pixel type, not shown
   * @throws IllegalArgumentException if there is no area selection, or an option doesn't fit
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePlus image, Progress progress) throws IOException {
    float[] mask = SelectionMask.of(image, "Inpaint");
    return OpenModels.use(
        options.model(), progress, (model, hash) -> run(image, mask, model, hash, progress));
  }

  private ImagePlus run(
      ImagePlus image, float[] mask, DiffusionModel model, String hash, Progress progress) {
    ModelFolder folder = model.folder();
    ImageItems items = ImageItems.of(image, folder.network().inChannels());
    IntensityRange range = options.range().resolve(image, DeclaredRange.of(folder));
    int margin = folder.network().sampleSize() > 0 ? folder.network().sampleSize() : DEFAULT_MARGIN;
    Region region = Region.around(mask, items.width(), margin);
    SamplerOptions sampler = options.sampler();
    List<SamplingStep> steps =
        sampler.plan(folder.scheduler(), model.schedule(), model.schedule().steps(), USUAL_STEPS);
    ItemSampling sampling =
        new ItemSampling(model, steps, sampler, region.width(), region.height());
    ResultImage result = ResultImage.copyOf(items, "Inpainted " + image.getTitle());
    sampling.run(
        new Filled(items, range, region, mask, result),
        region.crop(mask, 1, items.width()),
        null,
        progress);
    ImagePlus filled = result.finish();
    Provenance record = Records.by("Diffusion Inpaint", folder, hash, 1).with(range);
    sampler.record(record, folder.scheduler(), steps).writeTo(filled);
    return filled;
  }

  /** Known pixels from the image, filled ones to the result. */
  private record Filled(
      ImageItems items, IntensityRange range, Region region, float[] mask, ResultImage result)
      implements ItemSampling.Items {

    @Override
    public int count() {
      return items.count();
    }

    @Override
    public float[] known(int item) {
      float[] values = region.crop(items.read(item), items.channels(), items.width());
      range.toModel(values);
      return values;
    }

    @Override
    public void result(int item, float[] values) {
      range.fromModel(values);
      float[] pixels = region.paste(values, items.channels(), items.width(), items.height());
      result.write(item, pixels, mask);
    }
  }
}

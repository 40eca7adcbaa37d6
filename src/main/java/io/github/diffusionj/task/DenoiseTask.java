package io.github.diffusionj.task;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.IntensityRange;
import io.github.diffusionj.image.OutputType;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import io.github.diffusionj.image.ResultImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Denoises an image that is at timestep t: the reverse process from x_t to x_0. The result has the
 * pixel type that the data had before it was noised; on the way there, as frames, it is 32-bit.
 */
public final class DenoiseTask {

  private final DenoiseOptions options;

  /** Prepares the task. */
  public DenoiseTask(DenoiseOptions options) {
    this.options = options;
  }

  /**
   * Denoises every slice, each with its own noise.
   *
   * @return a new image, not shown
   * @throws IllegalArgumentException if t is neither given nor recorded, or an option doesn't fit
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePlus image, Progress progress) throws IOException {
    return OpenModels.use(
        options.model(), progress, (model, hash) -> run(image, model, hash, progress));
  }

  private ImagePlus run(ImagePlus image, DiffusionModel model, String hash, Progress progress) {
    ModelFolder folder = model.folder();
    int t = timestep(image, folder);
    ImageItems items = ImageItems.of(image, folder.network().inChannels());
    IntensityRange range = options.range().resolve(image, DeclaredRange.of(folder));
    int usual = inverted(image, t).orElse(SamplerOptions.USUAL_STEPS);
    List<SamplingStep> steps =
        options.sampler().plan(folder.scheduler(), model.schedule(), t, usual);
    ItemSampling sampling =
        new ItemSampling(model, steps, options.sampler(), items.width(), items.height());
    String title = "Denoised " + image.getTitle();
    Provenance record = record(folder, hash, steps, range, items);
    if (options.frames() == 1) {
      ResultImage result = ResultImage.like(items, OutputType.SOURCE, title);
      sampling.run(new Denoised(items, range, result::write), null, null, progress);
      return recorded(result.finish(), record);
    }
    SamplingFrames frames = new SamplingFrames(steps, options.frames(), items, range, title);
    sampling.run(new Denoised(items, range, frames::end), null, frames, progress);
    return recorded(frames.trajectory().finish(), record);
  }

  private static ImagePlus recorded(ImagePlus result, Provenance record) {
    record.writeTo(result);
    return result;
  }

  private int timestep(ImagePlus image, ModelFolder folder) {
    Optional<Provenance> recorded = Provenance.of(image);
    int last = folder.scheduler().steps();
    if (options.t().isEmpty()) {
      if (recorded.isEmpty() || recorded.get().t().isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' does not record its t; give t, between 0 and %d."
                .formatted(image.getTitle(), last));
      }
      checkSchedule(image, recorded.get(), folder);
    }
    int t = options.t().orElseGet(() -> recorded.orElseThrow().t().orElseThrow());
    Options.within("t", t, 0, last);
    return t;
  }

  /** The steps that an inverted image comes back by, if it is at this t. */
  private static OptionalInt inverted(ImagePlus image, int t) {
    return Provenance.of(image)
        .filter(record -> t > 0 && record.t().equals(OptionalInt.of(t)))
        .map(Provenance::steps)
        .orElse(OptionalInt.empty());
  }

  /** The same t of another schedule is another amount of noise. */
  private static void checkSchedule(ImagePlus image, Provenance recorded, ModelFolder folder) {
    String wanted = folder.scheduler().scheduleText();
    String found = recorded.get(ProvenanceKey.SCHEDULE).orElse(wanted);
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          "'%s' was noised by the schedule %s, but the model %s has %s; give t yourself."
              .formatted(image.getTitle(), found, folder.name(), wanted));
    }
  }

  private Provenance record(
      ModelFolder folder,
      String hash,
      List<SamplingStep> steps,
      IntensityRange range,
      ImageItems items) {
    Provenance provenance =
        Records.by("Diffusion Denoise", folder, hash, options.frames())
            .with(range)
            .withSource(items);
    return options.sampler().record(provenance, steps.size());
  }

  /** x_t from the image, x_0 to the result. */
  private record Denoised(ImageItems items, IntensityRange range, Writer writer)
      implements ItemSampling.Items {

    @Override
    public int count() {
      return items.count();
    }

    @Override
    public float[] start(int item) {
      float[] values = items.read(item);
      range.toModel(values);
      return values;
    }

    @Override
    public void result(int item, float[] values) {
      range.fromModel(values);
      writer.write(item, values);
    }
  }

  /** Takes pixels in the image's own units. */
  @FunctionalInterface
  interface Writer {
    void write(int item, float[] pixels);
  }
}

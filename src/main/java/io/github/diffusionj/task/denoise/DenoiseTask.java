package io.github.diffusionj.task.denoise;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.SampledImage;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Denoises an image that is at timestep t: the reverse process from x_t to x_0. The result has the
 * pixel type that the data had before it was noised; on the way there, as frames, it is 32-bit.
 */
public final class DenoiseTask {

  private final DenoiseOptions options;
  private final ModelSession models;

  /**
   * Denoises with the model that the options name.
   *
   * @param models where the task gets it from
   */
  public DenoiseTask(DenoiseOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /** Denoises a whole image. */
  public ImagePlus run(ImagePlus image, Progress progress) throws IOException {
    return run(ImagePart.whole(image), progress);
  }

  /**
   * Denoises every slice, each with its own noise.
   *
   * @return a new image, not shown
   * @throws IllegalArgumentException if t is neither given nor recorded, or an option doesn't fit
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePart part, Progress progress) throws IOException {
    return models.use(options.model(), progress, (model, hash) -> run(part, model, hash, progress));
  }

  private ImagePlus run(ImagePart part, DiffusionModel model, String hash, Progress progress)
      throws IOException {
    ImagePlus image = part.image();
    ModelFolder folder = model.folder();
    NoisedImage noised = NoisedImage.of(part, options.t(), options.range(), folder);
    ImageItems items = noised.mapped().items();
    if (noised.t() == 0) {
      progress.note(nothingToDo(image));
    }
    SamplerOptions sampler =
        sampler(image, noised.t())
            .settled(folder.scheduler(), noised.t(), SamplerOptions.USUAL_STEPS);
    List<SamplingStep> steps = sampler.plan(folder.scheduler(), model.schedule(), noised.t());
    ItemSampling sampling =
        new ItemSampling(
            model,
            options.guidance().predictor(model),
            steps,
            sampler,
            items.width(),
            items.height());
    ImagePlus result =
        new SampledImage(
                noised.mapped(),
                ItemSource.of(items).from(noised.mapped()::read),
                "Denoised " + image.getTitle())
            .by(sampling, options.frames(), progress);
    Provenance record =
        Records.by("Diffusion Denoise", folder, hash, options.frames())
            .with(noised.mapped().ranges())
            .withSource(items.originalType(), items.image());
    record = sampling.record(sampler.record(record, folder.scheduler(), steps));
    options.guidance().record(record).writeTo(result);
    return result;
  }

  private static String nothingToDo(ImagePlus image) {
    return ("%s is at t = 0, so there is nothing to denoise and it stays as it is; give t if it was"
            + " noised, or use Diffusion Restore if the noise is its own.")
        .formatted(image.getTitle());
  }

  /**
   * The sampler, which for an inverted image that is at this t is the one that it comes back by.
   */
  private SamplerOptions sampler(ImagePlus image, int t) {
    return Provenance.of(image)
        .filter(record -> t > 0 && record.t().equals(OptionalInt.of(t)))
        .filter(record -> record.steps().isPresent())
        .map(options.sampler()::like)
        .orElse(options.sampler());
  }
}

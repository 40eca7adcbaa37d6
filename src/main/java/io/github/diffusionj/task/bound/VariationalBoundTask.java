package io.github.diffusionj.task.bound;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.bound.Stratum;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Works out the variational bound on −log p of images, in bits per dimension (Ho et al. 2020,
 * equation 5). The grey levels of the decoder are those of the pixel type, so a 32-bit image, which
 * has none, is refused; and so is an image that would have to be padded, since the padding would
 * tell the network more of the image than x_t does.
 */
public final class VariationalBoundTask {

  private final BoundOptions options;
  private final ModelSession models;

  /**
   * Works out the bound of the model that the options name.
   *
   * @param models where the task gets it from
   */
  public VariationalBoundTask(BoundOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /**
   * Works out the bound of every slice.
   *
   * @throws IllegalArgumentException if the image has no grey levels or a size that the network
   *     doesn't take
   * @throws IOException if the model can't be opened
   */
  public BoundResult run(ImagePart part, Progress progress) throws IOException {
    ImagePlus image = part.image();
    if (PixelType.of(image) == PixelType.FLOAT32) {
      throw new IllegalArgumentException(
          "'%s' is 32-bit, but the bound is of images with grey levels: 8-bit, 16-bit or RGB."
              .formatted(image.getTitle()));
    }
    return models.use(options.model(), progress, (model, hash) -> run(part, model, progress));
  }

  private BoundResult run(ImagePart part, DiffusionModel model, Progress progress) {
    ModelFolder folder = model.folder();
    ImageItems items = ImageItems.of(part, folder.network().inChannels());
    checkSize(items, folder);
    MappedItems mapped =
        new MappedItems(items, options.range().resolve(items, DeclaredRange.of(folder)));
    int steps = model.schedule().steps();
    int count = Math.min(options.timesteps().orElse(steps), Math.max(1, steps - 1));
    List<Stratum> parts = Stratum.of(steps, count);
    Variance variance = options.variance().orElseGet(() -> folder.scheduler().variance());
    BoundRun run = new BoundRun(model, variance, mapped, options, progress);
    BoundDraws draws = run.draw(parts, progress);
    List<Bound> images =
        IntStream.range(0, items.count()).mapToObj(i -> draws.of(i, items.label(i))).toList();
    return new BoundResult(draws.mean(items.title()), images, variance);
  }

  private static void checkSize(ImageItems items, ModelFolder folder) {
    int multiple = folder.network().sizeMultiple();
    if (items.width() % multiple != 0 || items.height() % multiple != 0) {
      throw new IllegalArgumentException(
          "Width and height must be multiples of %d for the bound of the model %s, but '%s' is %d × %d; crop it."
              .formatted(multiple, folder.name(), items.title(), items.width(), items.height()));
    }
  }
}

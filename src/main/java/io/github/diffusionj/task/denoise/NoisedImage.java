package io.github.diffusionj.task.denoise;

import ij.ImagePlus;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.RecordedTime;
import java.util.OptionalInt;

/**
 * An image at timestep t, as a model takes it.
 *
 * @param t 0…T
 * @param mapped its images in model space
 */
public record NoisedImage(int t, MappedItems mapped) {

  /**
   * An image for a model.
   *
   * @param t empty for the one that the image records
   * @throws IllegalArgumentException if t is neither given nor recorded or not in 0…T, or the image
   *     or the range doesn't fit the model
   */
  public static NoisedImage of(
      ImagePart part, OptionalInt t, RangeChoice range, ModelFolder model) {
    ImagePlus image = part.image();
    int at = RecordedTime.of(image, t, model);
    ImageItems items = ImageItems.of(part, model.network().inChannels());
    return new NoisedImage(
        at, new MappedItems(items, range.resolve(items, DeclaredRange.of(model))));
  }
}

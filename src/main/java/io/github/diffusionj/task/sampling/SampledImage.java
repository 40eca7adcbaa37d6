package io.github.diffusionj.task.sampling;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.MappedItems;

/**
 * Samples every item of an image into a new image: the results alone, in the pixel type that the
 * data has, or the way there as frames, in 32 bits.
 *
 * @param mapped what there is to sample, and how the new image's intensities map to [−1, 1]
 * @param source where the items start from
 * @param title of the new image
 */
public record SampledImage(MappedItems mapped, ItemSource source, String title) {

  /**
   * Samples.
   *
   * @param frames 1 for the results alone, or the number of moments to show on the way
   * @return a new image, not shown
   */
  public ImagePlus by(ItemSampling sampling, int frames, Progress progress) {
    if (frames == 1) {
      ResultImage result = ResultImage.like(mapped.items(), OutputType.SOURCE, title);
      sampling.run(source, inUnits(result::write), progress);
      return result.finish();
    }
    SamplingFrames moments = new SamplingFrames(sampling.steps(), frames, mapped, title);
    sampling.run(source, inUnits(moments::end), moments, progress);
    return moments.trajectory().finish();
  }

  /** A sink that hands pixels on in the image's own units. */
  private ItemSink inUnits(ItemSink writer) {
    return (item, values) -> {
      mapped.fromModel(item, values);
      writer.take(item, values);
    };
  }
}

package io.github.diffusionj.task.sampling;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.MappedItems;
import java.util.function.IntFunction;

/**
 * Samples every item of an image into a new image: the results alone, in the pixel type that the
 * data has, or the way there as frames, in 32 bits.
 *
 * @param mapped what there is to sample, and how the new image's intensities map to [−1, 1]
 * @param start x_t of an item in model space; null for noise
 * @param title of the new image
 */
public record SampledImage(MappedItems mapped, IntFunction<float[]> start, String title) {

  /** Takes pixels in the image's own units. */
  @FunctionalInterface
  interface Writer {
    void write(int item, float[] pixels);
  }

  /**
   * Samples.
   *
   * @param frames 1 for the results alone, or the number of moments to show on the way
   * @return a new image, not shown
   */
  public ImagePlus by(ItemSampling sampling, int frames, Progress progress) {
    if (frames == 1) {
      ResultImage result = ResultImage.like(mapped.items(), OutputType.SOURCE, title);
      sampling.run(new Sampled(this, result::write), null, null, progress);
      return result.finish();
    }
    SamplingFrames moments = new SamplingFrames(sampling.steps(), frames, mapped, title);
    sampling.run(new Sampled(this, moments::end), null, moments, progress);
    return moments.trajectory().finish();
  }

  private record Sampled(SampledImage image, Writer writer) implements ItemSampling.Items {

    @Override
    public int count() {
      return image.mapped.items().count();
    }

    @Override
    public long place(int item) {
      return image.mapped.items().place(item);
    }

    @Override
    public float[] start(int item) {
      return image.start.apply(item);
    }

    @Override
    public void result(int item, float[] values) {
      image.mapped.fromModel(item, values);
      writer.write(item, values);
    }
  }
}

package io.github.diffusionj.task.sampling;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.sampling.KnownPixels;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.record.Provenance;
import java.util.List;
import java.util.stream.IntStream;

/** Samples the items of an image with a model, some at a time. */
public final class ItemSampling {

  private final ItemNetwork network;
  private final List<SamplingStep> steps;
  private final NoiseField noise;
  private final Clipping clipping;

  /**
   * Samples with the model's network alone, and no class.
   *
   * @throws IllegalArgumentException if the model needs a class
   */
  public ItemSampling(
      DiffusionModel model,
      List<SamplingStep> steps,
      SamplerOptions sampler,
      int width,
      int height) {
    this(model, model.predictor(), steps, sampler, width, height);
  }

  /**
   * Samples images of one size.
   *
   * @param predictor the model's network, or something around it
   * @param steps the way from t to 0
   */
  public ItemSampling(
      DiffusionModel model,
      Predictor predictor,
      List<SamplingStep> steps,
      SamplerOptions sampler,
      int width,
      int height) {
    this.network = new ItemNetwork(model, predictor, width, height);
    this.steps = steps;
    this.noise = new NoiseField(sampler.seed());
    this.clipping = sampler.clipping(model.folder().scheduler());
  }

  /** The way from t to 0. */
  public List<SamplingStep> steps() {
    return steps;
  }

  /**
   * Adds the width of the windows to a record, if the network was asked and they were needed; of
   * several widths the smallest stays. It may get smaller while images are sampled.
   */
  public Provenance record(Provenance record) {
    return steps.isEmpty() ? record : network.record(record);
  }

  /** How many items are read and sampled at once. */
  public Together together() {
    return network.together();
  }

  /** Samples all items. */
  public void run(ItemSource source, ItemSink sink, Progress progress) {
    run(source, sink, ItemFrames.NONE, progress);
  }

  /** Samples all items, and shows them on their way. */
  public void run(ItemSource source, ItemSink sink, ItemFrames frames, Progress progress) {
    for (Together.Part part : together().parts(source.count())) {
      float[] sampled = sampled(source, part, frames, part.of(progress));
      for (int i = 0; i < part.count(); i++) {
        sink.take(part.first() + i, network.cropped(sampled, i));
      }
    }
  }

  private float[] sampled(
      ItemSource source, Together.Part part, ItemFrames frames, Progress progress) {
    SamplingRequest request =
        new SamplingRequest(
            network.shape(part.count()),
            steps,
            noise,
            IntStream.range(part.first(), part.end()).mapToLong(source.place()).boxed().toList(),
            clipping,
            source.known().map(known -> known(known, part)));
    float[] start =
        source
            .start()
            .map(xt -> network.padded(xt, part))
            .orElseGet(() -> noise(request.images(), request.shape()));
    return steps.isEmpty()
        ? start
        : network.sample(start, request, listener(part.first(), frames), progress);
  }

  private KnownPixels known(KnownItems known, Together.Part part) {
    float[] clean = network.padded(known.clean(), part);
    return known.keeping().apply(clean, network.paddedPlane(known.unknown()));
  }

  private float[] noise(List<Long> places, SampleShape shape) {
    float[] start = new float[shape.length()];
    for (int i = 0; i < shape.images(); i++) {
      noise.fill(
          start,
          i * shape.imageLength(),
          places.get(i),
          NoiseStream.INITIAL.first(),
          shape.channels(),
          shape.height(),
          shape.width());
    }
    return start;
  }

  private SamplingListener listener(int first, ItemFrames frames) {
    return new SamplingListener() {
      @Override
      public boolean wants(int step) {
        return frames.wants(step);
      }

      @Override
      public void step(int step, int image, float[] xt, float[] x0) {
        frames.frame(step, first + image, network.cropped(xt, 0), network.cropped(x0, 0));
      }
    };
  }
}

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
import io.github.diffusionj.engine.tiling.TileSettings;
import io.github.diffusionj.engine.tiling.TiledPredictor;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.source.MirrorPadding;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Samples the items of an image with a model, some at a time, padded to a size that the network
 * takes.
 */
public final class ItemSampling {

  private final DiffusionModel model;
  private final Predictor predictor;
  private final List<SamplingStep> steps;
  private final NoiseField noise;
  private final Clipping clipping;
  private final MirrorPadding padding;
  private final int channels;

  /** The same for all items, so that one of a stack does not differ from its neighbours. */
  private TileSettings tiles;

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
    this.model = model;
    this.predictor = predictor;
    this.steps = steps;
    this.noise = new NoiseField(sampler.seed());
    this.clipping = sampler.clipping(model.folder().scheduler());
    this.padding = new MirrorPadding(width, height, model.folder().network().sizeMultiple());
    this.channels = model.folder().network().inChannels();
    this.tiles = TiledPredictor.fitting(model);
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
    long pixels = (long) padding.paddedWidth() * padding.paddedHeight();
    if (steps.isEmpty() || pixels <= tiles.whole()) {
      return record;
    }
    int before = record.get(ProvenanceKey.WINDOW).map(Integer::valueOf).orElse(Integer.MAX_VALUE);
    return record.with(ProvenanceKey.WINDOW, Math.min(before, tiles.window()));
  }

  /** How many items are read and sampled at once. */
  public Together together() {
    return Together.inMemory(paddedLength());
  }

  /** Samples all items. */
  public void run(ItemSource source, ItemSink sink, Progress progress) {
    run(source, sink, ItemFrames.NONE, progress);
  }

  /** Samples all items, and shows them on their way. */
  public void run(ItemSource source, ItemSink sink, ItemFrames frames, Progress progress) {
    for (Together.Part part : together().parts(source.count())) {
      sample(source, part, sink, frames, part.of(progress));
    }
  }

  private void sample(
      ItemSource source, Together.Part part, ItemSink sink, ItemFrames frames, Progress progress) {
    SampleShape shape =
        new SampleShape(part.count(), channels, padding.paddedHeight(), padding.paddedWidth());
    Optional<KnownPixels> pixels = source.known().map(known -> known(known, part));
    List<Long> places =
        IntStream.range(part.first(), part.end()).mapToLong(source.place()).boxed().toList();
    SamplingRequest request = new SamplingRequest(shape, steps, noise, places, clipping, pixels);
    float[] sampled =
        sampled(start(source, part), request, listener(part.first(), frames), progress);
    for (int i = 0; i < part.count(); i++) {
      sink.take(part.first() + i, padding.crop(sampled, channels, i * paddedLength()));
    }
  }

  private KnownPixels known(KnownItems known, Together.Part part) {
    float[] clean = padded(known.clean(), part);
    return known.keeping().apply(clean, padding.pad(known.unknown(), 1));
  }

  private float[] sampled(
      float[] start, SamplingRequest request, SamplingListener listener, Progress progress) {
    if (steps.isEmpty()) {
      return start;
    }
    TiledPredictor tiled =
        new TiledPredictor(
            predictor,
            tiles,
            model.folder().network().sizeMultiple(),
            request.known().flatMap(KnownPixels::wanted),
            progress);
    float[] result = model.sampling(tiled).run(start, request, listener, progress);
    tiles = tiled.settings();
    return result;
  }

  private float[] start(ItemSource source, Together.Part part) {
    return source.start().map(xt -> padded(xt, part)).orElseGet(() -> noise(source, part));
  }

  private float[] padded(IntFunction<float[]> items, Together.Part part) {
    float[] padded = new float[part.count() * paddedLength()];
    for (int i = 0; i < part.count(); i++) {
      padding.pad(items.apply(part.first() + i), channels, padded, i * paddedLength());
    }
    return padded;
  }

  private float[] noise(ItemSource source, Together.Part part) {
    float[] start = new float[part.count() * paddedLength()];
    for (int i = 0; i < part.count(); i++) {
      noise.fill(
          start,
          i * paddedLength(),
          source.place().applyAsLong(part.first() + i),
          NoiseStream.INITIAL.first(),
          channels,
          padding.paddedHeight(),
          padding.paddedWidth());
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
        frames.frame(step, first + image, padding.crop(xt, channels), padding.crop(x0, channels));
      }
    };
  }

  private int paddedLength() {
    return channels * padding.paddedHeight() * padding.paddedWidth();
  }
}

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
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.tiling.TileSettings;
import io.github.diffusionj.engine.tiling.TiledPredictor;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.source.MirrorPadding;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Samples the items of an image with a model, some at a time, padded to a size that the network
 * takes.
 */
public final class ItemSampling {

  /** Items are read and sampled together up to about this many values, which bounds memory. */
  private static final int VALUES_AT_ONCE = 4_194_304;

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

  /** How many items are read and sampled at once, at least 1. */
  public int together() {
    return Math.max(1, VALUES_AT_ONCE / paddedLength());
  }

  /** Where items come from and go to, in model space, C·H·W values, without padding. */
  public interface Items {

    /** The number of items. */
    int count();

    /** The index of an item's noise, which is the same whatever else is sampled. */
    default long place(int item) {
      return item;
    }

    /** x_t to start with; null for noise. */
    default float[] start(int item) {
      return null;
    }

    /** The clean pixels to keep; null for none. */
    default float[] known(int item) {
      return null;
    }

    /** Takes x_0. */
    void result(int item, float[] values);
  }

  /**
   * Which pixels are to be filled in.
   *
   * @param pixels H·W values, 1 where they are, else 0
   * @param keeping how the others are kept, from their values and those of {@code pixels}
   */
  public record Unknown(float[] pixels, BiFunction<float[], float[], KnownPixels> keeping) {}

  /** Sees items on their way, without padding. */
  public interface Frames {

    boolean wants(int step);

    void frame(int step, int item, float[] xt, float[] x0);
  }

  /**
   * Samples all items.
   *
   * @param unknown what is to be filled in; null if there are no known pixels
   */
  public void run(Items items, Unknown unknown, Frames frames, Progress progress) {
    int together = together();
    for (int first = 0; first < items.count(); first += together) {
      int count = Math.min(together, items.count() - first);
      double total = items.count();
      Progress part = progress.part(first / total, (first + count) / total);
      sample(items, first, count, unknown, frames, part);
    }
  }

  private void sample(
      Items items, int first, int count, Unknown unknown, Frames frames, Progress progress) {
    SampleShape shape =
        new SampleShape(count, channels, padding.paddedHeight(), padding.paddedWidth());
    Optional<KnownPixels> pixels =
        Optional.ofNullable(unknown).map(u -> known(items, first, count, u));
    List<Long> places = IntStream.range(first, first + count).mapToObj(items::place).toList();
    SamplingRequest request = new SamplingRequest(shape, steps, noise, places, clipping, pixels);
    float[] sampled =
        sampled(start(items, first, count), request, listener(first, frames), progress);
    for (int i = 0; i < count; i++) {
      items.result(first + i, padding.crop(sampled, channels, i * paddedLength()));
    }
  }

  private KnownPixels known(Items items, int first, int count, Unknown unknown) {
    float[] known = new float[count * paddedLength()];
    for (int i = 0; i < count; i++) {
      padding.pad(items.known(first + i), channels, known, i * paddedLength());
    }
    return unknown.keeping().apply(known, padding.pad(unknown.pixels(), 1));
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

  private float[] start(Items items, int first, int count) {
    float[] start = new float[count * paddedLength()];
    for (int i = 0; i < count; i++) {
      fillStart(items, first + i, start, i * paddedLength());
    }
    return start;
  }

  private void fillStart(Items items, int item, float[] out, int offset) {
    float[] values = items.start(item);
    if (values == null) {
      noise.fill(
          out,
          offset,
          items.place(item),
          NoiseStream.INITIAL.first(),
          channels,
          padding.paddedHeight(),
          padding.paddedWidth());
    } else {
      padding.pad(values, channels, out, offset);
    }
  }

  private SamplingListener listener(int first, Frames frames) {
    return new SamplingListener() {
      @Override
      public boolean wants(int step) {
        return frames != null && frames.wants(step);
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

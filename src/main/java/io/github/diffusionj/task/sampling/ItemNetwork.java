package io.github.diffusionj.task.sampling;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.engine.sampling.Estimate;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A model's network for items of one size, whatever it is: they are padded to a size that the
 * network takes, large ones are cut into windows, and what comes out is cropped.
 */
public final class ItemNetwork {

  private final DiffusionModel model;
  private final Predictor predictor;
  private final MirrorPadding padding;
  private final int channels;

  /** The same for all items, so that one of a stack does not differ from its neighbours. */
  private TileSettings tiles;

  /**
   * A network for items of W·H pixels.
   *
   * @param predictor the model's network, or something around it
   */
  public ItemNetwork(DiffusionModel model, Predictor predictor, int width, int height) {
    this.model = model;
    this.predictor = predictor;
    this.padding = new MirrorPadding(width, height, model.folder().network().sizeMultiple());
    this.channels = model.folder().network().inChannels();
    this.tiles = TiledPredictor.fitting(model);
  }

  /** The padded shape of a number of items. */
  public SampleShape shape(int count) {
    return new SampleShape(count, channels, padding.paddedHeight(), padding.paddedWidth());
  }

  /** How many items are read and worked on at once. */
  public Together together() {
    return Together.inMemory(shape(1).imageLength());
  }

  /**
   * Pads the items of a part.
   *
   * @param items C·H·W values of each
   */
  public float[] padded(IntFunction<float[]> items, Together.Part part) {
    float[] padded = new float[shape(part.count()).length()];
    for (int i = 0; i < part.count(); i++) {
      padding.pad(items.apply(part.first() + i), channels, padded, i * shape(1).imageLength());
    }
    return padded;
  }

  /** Pads one plane of H·W values. */
  public float[] paddedPlane(float[] plane) {
    return padding.pad(plane, 1);
  }

  /** C·H·W values of one of several padded items. */
  public float[] cropped(float[] padded, int index) {
    return padding.crop(padded, channels, index * shape(1).imageLength());
  }

  /**
   * Samples padded items.
   *
   * @param start x_t, padded
   * @return x_0, padded
   */
  float[] sample(
      float[] start, SamplingRequest request, SamplingListener listener, Progress progress) {
    return tiled(
        request.known().flatMap(KnownPixels::wanted),
        progress,
        tiled -> model.sampling(tiled).run(start, request, listener, progress));
  }

  /**
   * What the network says of padded items in one call, with no sampling.
   *
   * @param xt x_t of {@code count} items, padded
   * @param progress asked whether to go on, and told when memory ran out
   * @return padded, too
   */
  public Estimate estimate(
      float[] xt, int count, TimePoint at, Clipping clipping, Progress progress) {
    return tiled(
        Optional.empty(),
        progress,
        tiled -> model.estimator(tiled).estimate(xt, shape(count), at, clipping));
  }

  private <R> R tiled(
      Optional<float[]> wanted, Progress progress, Function<TiledPredictor, R> work) {
    int multiple = model.folder().network().sizeMultiple();
    TiledPredictor tiled = new TiledPredictor(predictor, tiles, multiple, wanted, progress);
    R result = work.apply(tiled);
    tiles = tiled.settings();
    return result;
  }

  /**
   * Adds the width of the windows to a record, if they were needed; of several widths the smallest
   * stays. It may get smaller while the network is used.
   */
  Provenance record(Provenance record) {
    if (shape(1).planeLength() <= tiles.whole()) {
      return record;
    }
    int before = record.get(ProvenanceKey.WINDOW).map(Integer::valueOf).orElse(Integer.MAX_VALUE);
    return record.with(ProvenanceKey.WINDOW, Math.min(before, tiles.window()));
  }
}

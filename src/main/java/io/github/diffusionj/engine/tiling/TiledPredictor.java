package io.github.diffusionj.engine.tiling;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The prediction for a large image as the weighted mean of those for overlapping windows, with
 * weights that sum to one at every pixel (see {@link TileAxis}). It is made anew inside every step
 * of sampling, and noise is that of the whole image, so that no seam can form. Images that are not
 * large go to the network as they are, several in one call where they are small.
 *
 * <p>Native memory beside the image grows with the window, not with the image. When the engine runs
 * out of it, the batch is halved, then the window, and the prediction starts again; this object
 * then keeps the smaller ones.
 *
 * <p>Where only some pixels are wanted, as in inpainting, windows without any are not computed.
 *
 * <p>A network that looks at more than a window (by attention, group normalisation or a wide
 * receptive field) gives something else for the whole image: tiling is an approximation there. It
 * is exact for one that looks at each pixel alone.
 */
public final class TiledPredictor implements Predictor {

  private final Predictor network;
  private final int multiple;
  private final Optional<float[]> wanted;
  private final Progress progress;
  private TileSettings settings;

  /**
   * Wraps a network.
   *
   * @param multiple what the network's widths and heights must be a multiple of
   * @param wanted H·W values, not 0 where the prediction is needed: windows without such a pixel
   *     are left out, and what is returned in their place means nothing; empty if it is needed
   *     everywhere
   * @param progress asked before each call whether to go on, and told when memory ran out
   */
  public TiledPredictor(
      Predictor network,
      TileSettings settings,
      int multiple,
      Optional<float[]> wanted,
      Progress progress) {
    this.network = network;
    this.settings = settings;
    this.multiple = multiple;
    this.wanted = wanted;
    this.progress = progress;
  }

  /** Windows for a model that fit into the memory there is now. */
  public static TileSettings fitting(DiffusionModel model) {
    return TileSettings.within(NetworkMemory.budget(), model.folder().network().bytesPerPixel());
  }

  /** The settings in force, smaller than the first ones if memory ran out. */
  public TileSettings settings() {
    return settings;
  }

  @Override
  public void checkTakes(SampleShape shape) {
    network.checkTakes(shape);
  }

  @Override
  public NDArray predict(NDArray x, double t) {
    while (true) {
      try {
        return attempt(x, t);
      } catch (EngineException e) {
        if (!outOfMemory(e) || !settings.canShrink()) {
          throw e;
        }
        settings = settings.smaller();
        progress.note(
            "The network ran out of memory; it goes on with windows of %d × %d pixels, %d at a time."
                .formatted(settings.window(), settings.window(), settings.batch()));
      }
    }
  }

  private NDArray attempt(NDArray x, double t) {
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    if (height * width <= settings.whole()) {
      return uncut(x, t, Together.of(settings.whole(), height * width));
    }
    TileAxis rows = TileAxis.over((int) height, settings, multiple);
    TileAxis columns = TileAxis.over((int) width, settings, multiple);
    NDArray whole = null;
    try {
      for (int row = 0; row < rows.count(); row++) {
        List<Integer> needed = needed(rows, row, columns);
        if (!needed.isEmpty()) {
          whole = withStrip(whole, x, t, rows, row, columns, needed);
        }
      }
      return whole == null ? x.zerosLike() : whole;
    } catch (RuntimeException e) {
      if (whole != null) {
        whole.close();
      }
      throw e;
    }
  }

  /** Whole images, several in one call. */
  private NDArray uncut(NDArray x, double t, Together together) {
    int images = images(x);
    if (images <= together.most()) {
      return network.predict(x, t);
    }
    try (NDManager scope = x.getManager().newSubManager()) {
      NDList parts = new NDList();
      for (Together.Part part : together.parts(images)) {
        progress.checkCancelled();
        NDArray some = x.get("{}:{}", part.first(), part.end());
        some.attach(scope);
        NDArray input = some.duplicate();
        input.attach(scope);
        parts.add(network.predict(input, t));
      }
      NDArray all = NDArrays.concat(parts, 0);
      all.attach(x.getManager());
      return all;
    }
  }

  private static int images(NDArray x) {
    return Math.toIntExact(x.getShape().get(0));
  }

  /** The windows that begin in a row and have a pixel that is wanted. */
  private List<Integer> needed(TileAxis rows, int row, TileAxis columns) {
    return IntStream.range(0, columns.count())
        .filter(column -> wanted.isEmpty() || touches(rows, row, columns, column))
        .boxed()
        .toList();
  }

  private boolean touches(TileAxis rows, int row, TileAxis columns, int column) {
    int top = rows.starts().get(row);
    int left = columns.starts().get(column);
    for (int y = top; y < top + rows.window(); y++) {
      for (int x = left; x < left + columns.window(); x++) {
        if (wanted.get()[y * columns.size() + x] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private NDArray withStrip(
      NDArray before,
      NDArray x,
      double t,
      TileAxis rows,
      int row,
      TileAxis columns,
      List<Integer> needed) {
    try (NDManager scope = x.getManager().newSubManager()) {
      NDArray strip = strip(x, t, rows, row, columns, needed, scope);
      NDArray whole = before == null ? zeros(x.getManager(), strip, rows.size()) : before;
      NDArray share = scope.create(rows.shares(row), new Shape(1, 1, rows.window(), 1));
      NDArray place = whole.get(rows(rows, row));
      place.attach(scope);
      blend(place, strip, share);
      return whole;
    }
  }

  /** The mean of the windows that begin in one row. */
  private NDArray strip(
      NDArray x,
      double t,
      TileAxis rows,
      int row,
      TileAxis columns,
      List<Integer> needed,
      NDManager scope) {
    NDArray band = x.get(rows(rows, row));
    band.attach(scope);
    NDArray strip = null;
    int images = images(x);
    for (Together.Part part : Together.of(settings.batch(), images).parts(needed.size())) {
      progress.checkCancelled();
      List<Integer> some = needed.subList(part.first(), part.end());
      try (NDManager call = scope.newSubManager()) {
        NDArray output = network.predict(windows(band, columns, some, call), t);
        if (strip == null) {
          strip = zeros(scope, output, rows.window(), columns.size(), images);
        }
        for (int i = 0; i < some.size(); i++) {
          put(output, i, columns, some.get(i), strip, call);
        }
      }
    }
    return strip;
  }

  /** Windows side by side as a batch: all images of the first, then all of the next. */
  private static NDArray windows(
      NDArray band, TileAxis columns, List<Integer> some, NDManager scope) {
    NDList windows = new NDList();
    for (int i : some) {
      NDArray window = band.get(columns(columns, i));
      window.attach(scope);
      windows.add(window);
    }
    NDArray batch = some.size() == 1 ? windows.get(0).duplicate() : NDArrays.concat(windows, 0);
    batch.attach(scope);
    return batch;
  }

  private static void put(
      NDArray output, int index, TileAxis columns, int column, NDArray strip, NDManager scope) {
    long images = strip.getShape().get(0);
    NDArray values = output.get("{}:{}", index * images, (index + 1) * images);
    NDArray place = strip.get(columns(columns, column));
    place.attach(scope);
    NDArray share = scope.create(columns.shares(column), new Shape(1, 1, 1, columns.window()));
    blend(place, values, share);
  }

  /** mean ← mean + f·(value − mean), where the mean lies in a part of a larger array. */
  private static void blend(NDArray mean, NDArray values, NDArray share) {
    NDArray difference = values.sub(mean);
    mean.addi(difference.muli(share));
    difference.close();
  }

  private static NDArray zeros(NDManager manager, NDArray like, long height) {
    Shape shape = like.getShape();
    return manager.zeros(new Shape(shape.get(0), shape.get(1), height, shape.get(3)));
  }

  private static NDArray zeros(
      NDManager manager, NDArray like, long height, long width, long images) {
    return manager.zeros(new Shape(images, like.getShape().get(1), height, width));
  }

  private static NDIndex rows(TileAxis axis, int index) {
    int start = axis.starts().get(index);
    return new NDIndex(":, :, {}:{}", start, start + axis.window());
  }

  private static NDIndex columns(TileAxis axis, int index) {
    int start = axis.starts().get(index);
    return new NDIndex(":, :, :, {}:{}", start, start + axis.window());
  }

  private static boolean outOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory")
        || message.contains("can't allocate memory")
        || message.contains("alloc_failed")
        || message.contains("bad_alloc")
        || message.contains("not enough memory");
  }
}

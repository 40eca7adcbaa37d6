package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Takes images from x_t to x_0: at each step one network call, x̂_0 from what the network put out,
 * clipped and with known pixels put in, then the step's combination of x_t, x̂_0 and noise.
 *
 * <p>Images are sampled in batches. All arrays of a step are released at its end, so native memory
 * does not grow with the number of steps.
 */
public final class SamplingLoop {

  /** A batch has about this many pixels at most: what keeps two cores busy without much memory. */
  private static final int BATCH_PIXELS = 65_536;

  private final Predictor predictor;
  private final Prediction prediction;
  private final NDManager manager;

  /**
   * Samples with a network.
   *
   * @param prediction what the predictor puts out
   * @param manager of native memory on the device; the loop's own are below it
   */
  public SamplingLoop(Predictor predictor, Prediction prediction, NDManager manager) {
    this.predictor = predictor;
    this.manager = manager;
    this.prediction = prediction;
  }

  /**
   * Samples all images of a request.
   *
   * @param start x_t of the first step, N·C·H·W values; not changed
   * @return x_0, N·C·H·W values in model space
   * @throws IllegalArgumentException if start has another number of values, or the network can't
   *     take images of that shape
   * @throws io.github.diffusionj.engine.CancelledException if the user stops it
   */
  public float[] run(
      float[] start, SamplingRequest request, SamplingListener listener, Progress progress) {
    SampleShape shape = request.shape();
    predictor.checkTakes(shape);
    shape.checkLength("x_t", start);
    int batch = Math.max(1, BATCH_PIXELS / shape.planeLength());
    float[] result = new float[start.length];
    for (int first = 0; first < shape.images(); first += batch) {
      int count = Math.min(batch, shape.images() - first);
      int from = first * shape.imageLength();
      float[] part = Arrays.copyOfRange(start, from, from + count * shape.imageLength());
      float[] sampled = new Batch(request, first, count, listener, progress).run(part);
      System.arraycopy(sampled, 0, result, from, sampled.length);
    }
    return result;
  }

  /** Some images of a request, sampled together. */
  private final class Batch {

    private final SamplingRequest request;
    private final int first;
    private final SampleShape shape;
    private final SamplingListener listener;
    private final Progress progress;

    Batch(
        SamplingRequest request,
        int first,
        int count,
        SamplingListener listener,
        Progress progress) {
      this.request = request;
      this.first = first;
      this.shape = request.shape().withImages(count);
      this.listener = listener;
      this.progress = progress;
    }

    float[] run(float[] start) {
      try (NDManager batch = manager.newSubManager()) {
        Optional<KnownArrays> known = request.known().map(k -> new KnownArrays(k, batch));
        StepNoise noise = new StepNoise();
        History states = new History(request.steps().stream().mapToInt(s -> s.x().size()));
        History estimates = new History(request.steps().stream().mapToInt(s -> s.x0().size()));
        states.add(batch.create(start, shape.toShape()));
        for (int i = 0; i < request.steps().size(); i++) {
          progress.checkCancelled();
          try (NDManager scope = batch.newSubManager()) {
            SamplingStep step = request.steps().get(i);
            if (step.callsNetwork()) {
              NDArray state = states.newest();
              state.attach(scope);
              NDArray x0 = estimate(step, state, known);
              if (listener.wants(i)) {
                tell(i, state.toFloatArray(), x0.toFloatArray());
              }
              state.attach(batch);
              x0.attach(batch);
              estimates.add(x0);
            }
            NDArray next = next(step, states, estimates, noise, scope);
            next.attach(batch);
            states.add(next);
          }
          report(i + 1);
        }
        return states.newest().toFloatArray();
      }
    }

    private NDArray estimate(SamplingStep step, NDArray x, Optional<KnownArrays> known) {
      NDArray x0 = cleanEstimate(x, step, request.clip());
      return known.isPresent() ? known.get().putInto(x0) : x0;
    }

    private NDArray next(
        SamplingStep step, History states, History estimates, StepNoise noise, NDManager scope) {
      NDArray next = scope.zeros(shape.toShape());
      states.addTo(next, step.x());
      estimates.addTo(next, step.x0());
      if (step.noise() != 0) {
        next.addi(noise.of(step.stream(), scope).muli(step.noise()));
      }
      return next;
    }

    private void tell(int index, float[] x, float[] x0) {
      int length = shape.imageLength();
      for (int i = 0; i < shape.images(); i++) {
        listener.step(
            index,
            first + i,
            Arrays.copyOfRange(x, i * length, (i + 1) * length),
            Arrays.copyOfRange(x0, i * length, (i + 1) * length));
      }
    }

    private void report(int done) {
      int steps = request.steps().size();
      double images = first + (double) done / steps * shape.images();
      progress.report(
          images / request.shape().images(),
          "Step %d of %d, image %d to %d of %d"
              .formatted(done, steps, first + 1, first + shape.images(), request.shape().images()));
    }

    /** The noise of a step, in memory that is used again for each. */
    private final class StepNoise {

      private final float[] values = new float[shape.images() * shape.imageLength()];
      private final ByteBuffer bytes =
          ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
      private final FloatBuffer floats = bytes.asFloatBuffer();

      /**
       * z of a stream; on the processor it lies in this object's memory, so until the next call.
       */
      NDArray of(int stream, NDManager scope) {
        int channels = shape.channels();
        int length = shape.imageLength();
        for (int i = 0; i < shape.images(); i++) {
          long image = request.firstImage() + first + i;
          NoiseField field = request.noise();
          field.fill(values, i * length, image, stream, channels, shape.height(), shape.width());
        }
        floats.put(0, values);
        return scope.create(bytes.rewind(), shape.toShape(), DataType.FLOAT32);
      }
    }

    /** Known pixels on the device. */
    private final class KnownArrays {

      private final NDArray known;
      private final NDArray unknown;

      KnownArrays(KnownPixels pixels, NDManager manager) {
        int from = first * shape.imageLength();
        float[] values =
            Arrays.copyOfRange(pixels.values(), from, from + shape.images() * shape.imageLength());
        unknown = manager.create(pixels.unknown(), new Shape(1, 1, shape.height(), shape.width()));
        try (NDArray all = manager.create(values, shape.toShape());
            NDArray one = unknown.mul(-1).addi(1)) {
          known = all.mul(one);
        }
      }

      NDArray putInto(NDArray x0) {
        return x0.mul(unknown).addi(known);
      }
    }
  }

  /** Arrays of earlier steps, newest first, as many as the steps ask for. */
  private static final class History {

    private final Deque<NDArray> arrays = new ArrayDeque<>();
    private final int most;

    /** Keeps as many as the largest of these numbers, at least one. */
    History(IntStream sizes) {
      this.most = Math.max(1, sizes.max().orElse(1));
    }

    void add(NDArray array) {
      arrays.addFirst(array);
      if (arrays.size() > most) {
        arrays.removeLast().close();
      }
    }

    NDArray newest() {
      return arrays.getFirst();
    }

    /** Adds factor·array for each factor, newest first; factors of 0 cost nothing. */
    void addTo(NDArray sum, List<Double> factors) {
      Iterator<NDArray> array = arrays.iterator();
      for (double factor : factors) {
        NDArray next = array.next();
        if (factor != 0) {
          try (NDArray term = next.mul(factor)) {
            sum.addi(term);
          }
        }
      }
    }
  }

  /**
   * x̂_0: what the network makes of x_t in one call.
   *
   * @param x x_t of shape (N, C, H, W)
   * @param clip bound on x̂_0, or empty
   * @return owned by the manager of x
   */
  private NDArray cleanEstimate(NDArray x, SamplingStep step, OptionalDouble clip) {
    Linear toClean = prediction.to(Prediction.SAMPLE, step.alphaBar());
    NDArray output = predictor.predict(x, step.t());
    NDArray x0 = output.mul(toClean.output()).addi(x.mul(toClean.x()));
    return clip.isPresent() ? x0.clip(-clip.getAsDouble(), clip.getAsDouble()) : x0;
  }
}

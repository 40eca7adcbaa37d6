package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

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
  private final NoiseSchedule schedule;
  private final Prediction prediction;
  private final NDManager manager;

  /**
   * Samples with a network.
   *
   * @param prediction what the predictor puts out
   * @param manager of native memory on the device; the loop's own are below it
   */
  public SamplingLoop(
      Predictor predictor, NoiseSchedule schedule, Prediction prediction, NDManager manager) {
    this.predictor = predictor;
    this.manager = manager;
    this.schedule = schedule;
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
        NDArray x = batch.create(start, shape.toShape());
        Optional<KnownArrays> known = request.known().map(k -> new KnownArrays(k, batch));
        StepNoise noise = new StepNoise();
        for (int i = 0; i < request.steps().size(); i++) {
          progress.checkCancelled();
          try (NDManager scope = batch.newSubManager()) {
            x.attach(scope);
            NDArray next = step(i, x, known, noise);
            next.attach(batch);
            x = next;
          }
          report(i + 1);
        }
        return x.toFloatArray();
      }
    }

    private NDArray step(int index, NDArray x, Optional<KnownArrays> known, StepNoise noise) {
      SamplingStep step = request.steps().get(index);
      NDArray x0 = cleanEstimate(x, step.t(), request.clip());
      if (known.isPresent()) {
        x0 = known.get().putInto(x0);
      }
      if (listener.wants(index)) {
        tell(index, x.toFloatArray(), x0.toFloatArray());
      }
      Linear factors = withoutEpsilon(step);
      NDArray next = x.mul(factors.x()).addi(x0.mul(factors.output()));
      if (step.noise() != 0) {
        next.addi(noise.of(step.t(), x.getManager()).muli(step.noise()));
      }
      return next;
    }

    /** ε̂ = (x_t − √ᾱ_t x̂_0)/√(1−ᾱ_t) put in: factors of x_t and of x̂_0. */
    private Linear withoutEpsilon(SamplingStep step) {
      double alphaBar = schedule.alphaBar(step.t());
      double perNoise = step.eps() / Math.sqrt(1 - alphaBar);
      return new Linear(step.x() + perNoise, step.x0() - Math.sqrt(alphaBar) * perNoise);
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

      /** z at t; on the processor it lies in this object's memory, so until the next call. */
      NDArray of(int t, NDManager scope) {
        int channels = shape.channels();
        int length = shape.imageLength();
        for (int i = 0; i < shape.images(); i++) {
          long image = request.firstImage() + first + i;
          NoiseField field = request.noise();
          field.fill(values, i * length, image, t, channels, shape.height(), shape.width());
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

  /**
   * x̂_0: what the network makes of x_t in one call.
   *
   * @param x x_t of shape (N, C, H, W)
   * @param clip bound on x̂_0, or empty
   * @return owned by the manager of x
   */
  private NDArray cleanEstimate(NDArray x, int t, OptionalDouble clip) {
    Linear toClean = prediction.to(Prediction.SAMPLE, schedule.alphaBar(t));
    NDArray output = predictor.predict(x, t);
    NDArray x0 = output.mul(toClean.output()).addi(x.mul(toClean.x()));
    return clip.isPresent() ? x0.clip(-clip.getAsDouble(), clip.getAsDouble()) : x0;
  }
}

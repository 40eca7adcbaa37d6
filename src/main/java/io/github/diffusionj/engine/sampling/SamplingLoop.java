package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;

/**
 * Takes images along the steps of a sampler, from x_t to x_0: at each step one network call, x̂_0
 * from what the network put out, clipped and with known pixels put in, then the step's combination
 * of states, estimates and noise.
 *
 * <p>Images are sampled in batches. Of earlier steps only the arrays that later ones ask for are
 * kept, so native memory does not grow with the number of steps.
 */
public final class SamplingLoop {

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
    this.prediction = prediction;
    this.manager = manager;
  }

  /**
   * Samples all images of a request.
   *
   * @param start x_t of the first step, N·C·H·W values; not changed
   * @return x_0, N·C·H·W values in model space
   * @throws IllegalArgumentException if start has another number of values, or the network can't
   *     take images of that shape
   * @throws io.github.diffusionj.base.CancelledException if the user stops it
   */
  public float[] run(
      float[] start, SamplingRequest request, SamplingListener listener, Progress progress) {
    SampleShape shape = request.shape();
    predictor.checkTakes(shape);
    shape.checkLength("x_t", start);
    float[] result = new float[start.length];
    for (Together.Part part : Together.inCall(shape.planeLength()).parts(shape.images())) {
      CleanEstimator estimator = new CleanEstimator(predictor, prediction, request.clipping());
      try (NDManager scope = manager.newSubManager()) {
        new SamplingBatch(estimator, scope, request, part.first(), part.count())
            .run(start, result, listener, progress);
      }
    }
    return result;
  }
}

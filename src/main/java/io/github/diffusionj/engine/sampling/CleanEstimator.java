package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.util.Optional;

/** x̂_0: what a network makes of x_t, kept to the data's range. */
public final class CleanEstimator {

  private final Predictor predictor;
  private final Prediction prediction;
  private final Clipping clipping;

  /** Estimates by a predictor that puts out {@code prediction}. */
  public CleanEstimator(Predictor predictor, Prediction prediction, Clipping clipping) {
    this.predictor = predictor;
    this.prediction = prediction;
    this.clipping = clipping;
  }

  /**
   * What one network call gives.
   *
   * @param x0 x̂_0 of shape (N, C, H, W)
   * @param fraction f = (v + 1)/2 of that shape, where between its bounds the variance lies; empty
   *     if the network does not say
   */
  public record Output(NDArray x0, Optional<NDArray> fraction) {}

  /** Calls the network; the arrays are owned by the manager of x. */
  public Output of(NDArray x, SamplingStep step) {
    return of(x, step.t(), step.alphaBar());
  }

  /** Calls the network at t, where ᾱ is given; the arrays are owned by the manager of x. */
  public Output of(NDArray x, double t, double alphaBar) {
    Linear toClean = prediction.to(Prediction.SAMPLE, alphaBar);
    NDArray output = predictor.predict(x, t);
    Optional<NDArray> fraction = Optional.empty();
    if (output.getShape().get(1) == 2 * x.getShape().get(1)) {
      NDList parts = output.split(2, 1);
      output = parts.get(0);
      fraction = Optional.of(parts.get(1).add(1).muli(0.5));
    }
    NDArray x0 = output.mul(toClean.output());
    try (NDArray share = x.mul(toClean.x())) {
      x0.addi(share);
    }
    return new Output(clipped(x0), fraction);
  }

  private NDArray clipped(NDArray x0) {
    if (clipping instanceof Clipping.Fixed fixed) {
      return x0.clip(-fixed.range(), fixed.range());
    }
    return clipping instanceof Clipping.Dynamic dynamic ? thresholded(x0, dynamic) : x0;
  }

  /** The quantile lies between its two neighbours in proportion, as in NumPy and PyTorch. */
  private static NDArray thresholded(NDArray x0, Clipping.Dynamic dynamic) {
    long images = x0.getShape().get(0);
    long values = x0.size() / images;
    NDArray sorted = x0.abs().reshape(new Shape(images, values)).sort(1);
    double place = dynamic.quantile() * (values - 1);
    long low = (long) Math.floor(place);
    NDArray below = sorted.get(new NDIndex(":, {}", low));
    NDArray above = sorted.get(new NDIndex(":, {}", Math.min(low + 1, values - 1)));
    NDArray s =
        below
            .mul(1 - (place - low))
            .add(above.mul(place - low))
            .clip(1, dynamic.most())
            .reshape(new Shape(images, 1, 1, 1));
    return x0.minimum(s).maximum(s.neg()).div(s);
  }
}

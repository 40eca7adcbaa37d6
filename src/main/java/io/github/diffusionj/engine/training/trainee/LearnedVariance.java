package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.bound.BoundTerms;
import io.github.diffusionj.diffusion.bound.DiscretizedNormal;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

/**
 * What a learned variance adds to the loss: λ·L_vlb of Nichol and Dhariwal 2021, equation 16, with
 * λ = 0.001. L_vlb is the sum of T terms, so that one t counts T times; its terms are those of
 * {@link BoundTerms} in bits per dimension, as in the authors' code. L_0 is that of 8-bit data.
 *
 * <p>With f = (v + 1)/2 the variance is σ_t² = β̃_t·exp ρ, ρ = f·ln(β_t/β̃_t), so that
 *
 * <pre>
 *   L_{t−1} = ½·(ρ − 1 + (1 + d²/β̃_t)·exp(−ρ)),  d = posteriorMeanX0·(x_0 − x̂_0)
 * </pre>
 *
 * <p>The prediction comes without gradient, so that this term teaches the variance alone.
 *
 * @param prediction what the network puts out beside v
 * @param schedule gives β_t
 */
public record LearnedVariance(Prediction prediction, NoiseSchedule schedule) {

  /** λ. */
  static final double WEIGHT = 0.001;

  private static final double BITS_PER_NAT = 1 / Math.log(2);

  private static final int[] ONE_IMAGE = {1};

  /**
   * λ·T·L of each image of a batch, in bits per dimension.
   *
   * @param predicted what the network put out for the mean, without gradient, shape (N, C, H, W)
   * @param squares its squared error, without gradient, of the same shape
   * @param v what the network put out for the variance, of the same shape
   * @return shape (N)
   */
  NDArray losses(Batch batch, NDArray predicted, NDArray squares, NDArray v) {
    NDArray rho = v.add(1).mul(batch.factors(t -> 0.5 * logRange(t)));
    NDArray distance = squares.mul(batch.factors(this::distance)).addi(1);
    NDArray divergence = rho.sub(1).add(distance.mul(rho.neg().exp()));
    NDArray nats = perImage(divergence.mul(batch.factors(t -> t == 1 ? 0 : 0.5)));
    for (int i = 0; i < batch.times().length; i++) {
      if (batch.times()[i] == 1) {
        nats = nats.add(decoder(batch, i, predicted, v));
      }
    }
    return nats.mul(WEIGHT * schedule.steps() * BITS_PER_NAT);
  }

  private static NDArray perImage(NDArray values) {
    return values.reshape(values.getShape().get(0), -1).mean(ONE_IMAGE);
  }

  /** ln(β_t/β̃_t), with β̃_2 in place of β̃_1. */
  private double logRange(int t) {
    return Math.log(schedule.beta(t)) - Math.log(small(t));
  }

  private double small(int t) {
    return new BoundTerms(schedule, Variance.LEARNED_RANGE).smallVariance(t);
  }

  /** d²/β̃_t for a squared error of 1 of what the network puts out. */
  private double distance(int t) {
    double weight = schedule.posteriorMeanX0(t) * toClean(t).output();
    return weight * weight / small(t);
  }

  private Linear toClean(int t) {
    return prediction.to(Prediction.SAMPLE, schedule.alphaBar(t));
  }

  /**
   * L_0 of one image at t = 1, shape (N) with zeros for all others. PyTorch has no function for it
   * that is exact far from the mean. But v is all that it depends on, pixel by pixel: so both value
   * and slope are worked out here, and the line through them has the same value and gradient.
   */
  private NDArray decoder(Batch batch, int image, NDArray predicted, NDArray v) {
    NDIndex index = new NDIndex(image);
    float[] shares = v.stopGradient().get(index).toFloatArray();
    float[] outputs = predicted.get(index).toFloatArray();
    float[] noisy = batch.noisy().get(index).toFloatArray();
    float[] clean = batch.clean().get(index).toFloatArray();
    int length = clean.length;
    double range = logRange(1);
    float[] slopes = new float[batch.times().length * length];
    float[] constants = new float[batch.times().length];
    double constant = 0;
    for (int p = 0; p < length; p++) {
      double mean = toClean(1).output() * outputs[p] + toClean(1).x() * noisy[p];
      double deviation = Math.sqrt(small(1) * Math.exp(0.5 * (shares[p] + 1) * range));
      double slope = -0.25 * range * DiscretizedNormal.BYTES.slope(clean[p], mean, deviation);
      slopes[image * length + p] = (float) slope;
      constant -= DiscretizedNormal.BYTES.logProbability(clean[p], mean, deviation);
      constant -= slope * shares[p];
    }
    constants[image] = (float) (constant / length);
    return perImage(v.mul(v.getManager().create(slopes, v.getShape())))
        .add(v.getManager().create(constants, new Shape(constants.length)));
  }
}

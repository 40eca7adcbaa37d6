package io.github.diffusionj.task.bound;

import io.github.diffusionj.diffusion.bound.Stratum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The terms of every draw and image: {@code [image]} of L_T, {@code [draw][image]} of L_0, and
 * {@code [part][draw][image]} of the others.
 */
record BoundDraws(
    int steps, List<Stratum> parts, double[] prior, double[][] decoder, double[][][] divergences) {

  static BoundDraws empty(int steps, List<Stratum> parts, int samples, int images) {
    return new BoundDraws(
        steps,
        parts,
        new double[images],
        new double[samples][images],
        new double[parts.size()][samples][images]);
  }

  /** The mean over all images; its error is that of drawing x_t, not that between images. */
  Bound mean(String label) {
    return bound(label, BoundDraws::mean);
  }

  /** The bound of one image. */
  Bound of(int image, String label) {
    return bound(label, images -> images[image]);
  }

  private Bound bound(String label, Function<double[], Double> pick) {
    List<BoundTerm> terms = new ArrayList<>();
    terms.add(new BoundTerm("L_T", steps, steps, new Measured(pick.apply(prior), 0)));
    for (int i = 0; i < parts.size(); i++) {
      Stratum part = parts.get(i);
      terms.add(new BoundTerm("L_t-1", part.first(), part.last(), measured(divergences[i], pick)));
    }
    terms.add(new BoundTerm("L_0", 1, 1, measured(decoder, pick)));
    return new Bound(label, List.copyOf(terms));
  }

  private static Measured measured(double[][] draws, Function<double[], Double> pick) {
    double[] picked = new double[draws.length];
    for (int i = 0; i < draws.length; i++) {
      picked[i] = pick.apply(draws[i]);
    }
    return Measured.mean(picked);
  }

  private static double mean(double[] images) {
    double sum = 0;
    for (double image : images) {
      sum += image;
    }
    return sum / images.length;
  }
}

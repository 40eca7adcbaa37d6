package io.github.diffusionj.yardstick;

import java.util.Arrays;

/** How far images are from the nearest of many others: copies of them would be near. */
final class Nearest {

  private Nearest() {}

  /**
   * The root mean square distances, from the least.
   *
   * @param some the images, of which at most {@code most} are looked at
   * @param candidates those that may be near
   */
  static double[] distances(Patches some, Patches candidates, int most) {
    double[] distances = new double[Math.min(most, some.n())];
    for (int i = 0; i < distances.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < candidates.n(); k++) {
        least = Math.min(least, squares(some, i, candidates, k, least));
      }
      distances[i] = Math.sqrt(least / some.length());
    }
    Arrays.sort(distances);
    return distances;
  }

  /** The sum of squared differences, or some number above the limit if it is above. */
  private static double squares(Patches a, int i, Patches b, int k, double limit) {
    double sum = 0;
    for (int p = 0; p < a.length() && sum < limit; p++) {
      double difference = a.values()[i * a.length() + p] - b.values()[k * b.length() + p];
      sum += difference * difference;
    }
    return sum;
  }
}

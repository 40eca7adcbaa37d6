package io.github.diffusionj.task.bound;

/**
 * One row of the bound: the terms of a part of the times.
 *
 * @param name L_T, L_t-1 or L_0
 * @param first the first t
 * @param last the last t
 * @param each the mean of one term
 */
public record BoundTerm(String name, int first, int last, Measured each) {

  /** The middle of the part. */
  public double middle() {
    return (first + last) / 2.0;
  }

  /** What the part adds to the bound: the mean of its terms times how many there are. */
  public Measured sum() {
    return each.times(last - first + 1);
  }
}

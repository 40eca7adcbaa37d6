package io.github.diffusionj.task.bound;

import java.util.List;

/**
 * The bound of one image, or the mean of several.
 *
 * @param label the image's
 * @param terms L_T, then the terms from late times to early ones, then L_0
 */
public record Bound(String label, List<BoundTerm> terms) {

  /** The bound itself: the sum of all terms. */
  public Measured total() {
    return terms.stream().map(BoundTerm::sum).reduce(Measured.ZERO, Measured::plus);
  }

  /** L_T. */
  public BoundTerm prior() {
    return terms.get(0);
  }

  /** L_0. */
  public BoundTerm decoder() {
    return terms.get(terms.size() - 1);
  }

  /** The terms between L_T and L_0. */
  public List<BoundTerm> divergences() {
    return terms.subList(1, terms.size() - 1);
  }
}

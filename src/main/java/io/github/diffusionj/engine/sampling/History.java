package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Arrays of earlier steps, newest first, as many as the steps ask for. */
final class History {

  private final Deque<NDArray> arrays = new ArrayDeque<>();
  private final int most;

  /** Keeps the newest {@code most} arrays, at least one; older ones are closed. */
  History(int most) {
    this.most = Math.max(1, most);
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

package io.github.diffusionj.engine.tiling;

import java.util.ArrayList;
import java.util.List;

/**
 * Where windows of one length lie along one axis, and how much each of them counts.
 *
 * <p>The first window begins at 0, the last one ends at the end, and neighbours overlap by at least
 * the overlap asked for. A window's weight is w(p) = min(p + 1, length − p, overlap + 1) at its
 * p-th place: it rises from its edge to where the overlap ends. What windows say is averaged with
 * weights w_i/Σ_j w_j, which sum to one everywhere.
 *
 * @param size pixels along the axis
 * @param window length of a window, at most the size
 * @param starts first pixel of each window, ascending; the first is 0
 * @param overlap pixels over which a weight rises
 */
record TileAxis(int size, int window, List<Integer> starts, int overlap) {

  /**
   * As few windows as will do, evenly spread.
   *
   * @param size a multiple of {@code multiple}
   * @param settings the window and the overlap that are wanted; the window is rounded down to the
   *     multiple and the overlap up, and where windows overlap they have two multiples at least
   * @param multiple what every start is a multiple of, so that windows are halved where the whole
   *     image would be
   */
  static TileAxis over(int size, TileSettings settings, int multiple) {
    int least = settings.overlap() > 0 ? 2 * multiple : multiple;
    int window = Math.min(size, Math.max(least, settings.window() / multiple * multiple));
    int wanted = Math.min(settings.overlap(), window / 2);
    int overlap = Math.min((wanted + multiple - 1) / multiple * multiple, window - multiple);
    List<Integer> starts = new ArrayList<>();
    int stride = Math.max(multiple, window - overlap);
    int gaps = (size - window + stride - 1) / stride;
    for (int i = 0; i <= gaps; i++) {
      long exact = gaps == 0 ? 0 : (long) i * (size - window) / gaps;
      starts.add((int) (exact / multiple * multiple));
    }
    return new TileAxis(size, window, List.copyOf(starts), overlap);
  }

  /** The number of windows. */
  int count() {
    return starts.size();
  }

  /**
   * How to put a window's values into the mean of those before it: mean ← mean + f·(value − mean)
   * with f = w_i/Σ_{j≤i} w_j, for i = 0, 1, …. Where all windows say the same, the mean is that
   * very number, to the last bit.
   *
   * @param index i
   * @return f at each place of the window, above 0 and at most 1
   */
  float[] shares(int index) {
    float[] shares = new float[window];
    for (int p = 0; p < window; p++) {
      int place = starts.get(index) + p;
      int sum = 0;
      for (int j = 0; j <= index; j++) {
        sum += weight(place - starts.get(j));
      }
      shares[p] = (float) weight(p) / sum;
    }
    return shares;
  }

  private int weight(int p) {
    return Math.max(0, Math.min(Math.min(p + 1, window - p), overlap + 1));
  }
}

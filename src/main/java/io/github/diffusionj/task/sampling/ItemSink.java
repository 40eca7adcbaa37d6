package io.github.diffusionj.task.sampling;

/** Where sampled items go. */
@FunctionalInterface
public interface ItemSink {

  /**
   * Takes an item.
   *
   * @param item its index in the source
   * @param values x_0 in model space, C·H·W values without padding; the sink's own from then on
   */
  void take(int item, float[] values);
}

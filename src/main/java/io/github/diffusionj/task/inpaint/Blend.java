package io.github.diffusionj.task.inpaint;

/** A filled image over the original. */
final class Blend {

  private Blend() {}

  /**
   * Where the weight is 0 the original, bit for bit; where it is 1 the filled image; in between
   * both in proportion.
   *
   * @param original C·H·W values
   * @param filled C·H·W values
   * @param weight H·W values, 0…1
   */
  static float[] of(float[] original, float[] filled, float[] weight) {
    float[] mixed = original.clone();
    for (int i = 0; i < mixed.length; i++) {
      float w = weight[i % weight.length];
      if (w == 1) {
        mixed[i] = filled[i];
      } else if (w > 0) {
        mixed[i] = original[i] + w * (filled[i] - original[i]);
      }
    }
    return mixed;
  }
}

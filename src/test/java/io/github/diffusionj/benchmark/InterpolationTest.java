package io.github.diffusionj.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Planes solve both equations, a paraboloid the biharmonic one alone. */
class InterpolationTest {

  private static final int SIZE = 24;
  private static final IntPredicate HOLE = i -> inside(i % SIZE) && inside(i / SIZE);

  private static boolean inside(int x) {
    return x >= 8 && x < 16;
  }

  private static float[] filled(float[] image, boolean biharmonic) {
    float[] known = image.clone();
    for (int i = 0; i < known.length; i++) {
      known[i] = HOLE.test(i) ? -1000 : image[i];
    }
    return new Interpolation(SIZE, HOLE, biharmonic).fill(known);
  }

  private static float[] image(double linear, double square) {
    float[] image = new float[SIZE * SIZE];
    for (int i = 0; i < image.length; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      image[i] = (float) (linear * (3 * x - y) + square * (x * x + y * y));
    }
    return image;
  }

  @Test
  void aPlaneComesBackByBoth() {
    float[] plane = image(1, 0);
    assertThat(filled(plane, false)).containsExactly(plane, within(1e-3f));
    assertThat(filled(plane, true)).containsExactly(plane, within(1e-3f));
  }

  @Test
  void aParaboloidComesBackByTheBiharmonicEquationAlone() {
    float[] paraboloid = image(1, 0.5);
    assertThat(filled(paraboloid, true)).containsExactly(paraboloid, within(1e-2f));
    float centre = filled(paraboloid, false)[12 * SIZE + 12];
    assertThat(centre).isGreaterThan(paraboloid[12 * SIZE + 12] + 1);
  }
}

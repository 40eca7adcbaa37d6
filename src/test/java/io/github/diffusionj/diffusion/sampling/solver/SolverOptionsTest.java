package io.github.diffusionj.diffusion.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolverOptionsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void ordersBeyondOneToThreeAreRefused(int order) {
    String message = "solver_order must be between 1 and 3, but is " + order + ".";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DpmSolver.plusPlus(order))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpmSinglestep(Formulation.DATA, order, SecondOrder.HEUN))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UniPc(Formulation.DATA, order, SecondOrder.BH2, true, Set.of()))
        .withMessage(message);
  }

  @Test
  void typesOfOtherMethodsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpmSolver(Formulation.DATA, 2, SecondOrder.BH1, true, false))
        .withMessage("solver_type must be one of midpoint, heun, but is 'bh1'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UniPc(Formulation.DATA, 2, SecondOrder.HEUN, true, Set.of()))
        .withMessage("solver_type must be one of bh1, bh2, but is 'heun'.");
  }

  @Test
  void formulationsThatAMethodHasNotAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UniPc(Formulation.SDE, 2, SecondOrder.BH2, true, Set.of()))
        .withMessage("UniPC has no SDE form; use dpmsolver++ or dpmsolver.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpmSinglestep(Formulation.SDE, 2, SecondOrder.HEUN))
        .withMessage("singlestep DPM-Solver has no SDE form; use the multistep one.");
  }

  /** By the midpoint rule over 100,000 intervals, good to some 1e-10. */
  @ParameterizedTest
  @ValueSource(doubles = {-3, -1, -0.999, -1e-9, 1e-9, 0.01, 0.999, 1, 7})
  void momentsAreTheIntegralsTheyStandFor(double k) {
    double[] moments = Moments.of(k, 4);
    int count = 100_000;
    for (int j = 0; j < 4; j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        double u = (i + 0.5) / count;
        sum += k * Math.exp(-k * (1 - u)) * Math.pow(u, j) / count;
      }
      assertThat(moments[j]).isCloseTo(sum, within(1e-8));
    }
  }

  @Test
  void allOfTheWeightLiesAtTheEndOfAnInfiniteStep() {
    assertThat(Moments.of(Double.POSITIVE_INFINITY, 3)).containsExactly(1, 1, 1);
  }

  @Test
  void weightsIntegratePolynomialsThroughTheirNodesExactly() {
    double[] nodes = {0, -0.7, 1, -1.9};
    double[] moments = Moments.of(0.8, 4);
    double[] weights = Moments.weights(nodes, moments);
    for (int j = 0; j < 4; j++) {
      double sum = 0;
      for (int i = 0; i < 4; i++) {
        sum += weights[i] * Math.pow(nodes[i], j);
      }
      assertThat(sum).isCloseTo(moments[j], within(1e-14));
    }
  }
}

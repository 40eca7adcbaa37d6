package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state on the way is that of diffusers' scheduler, with the same network and noise: {@code
 * src/test/python/samplers.py}. diffusers works in float32 and divides by √ᾱ_T = 1/158 on the way.
 */
class TrajectoryTest {

  private static final double TOLERANCE = 1e-4;
  private static final Trajectories DIFFUSERS = Trajectories.read();
  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  static List<Trajectories.Case> agreeing() {
    return DIFFUSERS.cases().stream().filter(c -> c.paper() == null && !c.unfinished()).toList();
  }

  static List<Trajectories.Case> departing() {
    return DIFFUSERS.cases().stream().filter(c -> c.paper() != null).toList();
  }

  static List<Trajectories.Case> unfinished() {
    return DIFFUSERS.cases().stream().filter(Trajectories.Case::unfinished).toList();
  }

  static List<Trajectories.Case> withGrid() {
    return DIFFUSERS.cases().stream().filter(c -> c.grid() != null).toList();
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void everyStateIsThatOfDiffusers(Trajectories.Case theirs) {
    assertThat(largestDifference(walk(theirs), theirs.x())).isLessThan(TOLERANCE);
  }

  private static double largestDifference(List<double[]> ours, double[][] theirs) {
    assertThat(ours).hasSize(theirs.length);
    return IntStream.range(0, theirs.length)
        .mapToDouble(
            i ->
                IntStream.range(0, theirs[i].length)
                    .mapToDouble(e -> Math.abs(ours.get(i)[e] - theirs[i][e]))
                    .max()
                    .orElseThrow())
        .max()
        .orElseThrow();
  }

  private static List<double[]> walk(Trajectories.Case theirs) {
    List<SamplingStep> steps = theirs.ours().steps(LINEAR, theirs.points());
    return Walk.of(
        theirs.x()[0], steps, (x, step) -> estimate(theirs, x, step), TrajectoryTest::noise);
  }

  private static double[] estimate(Trajectories.Case theirs, double[] x, SamplingStep step) {
    Linear toSample = theirs.predicts().to(Prediction.SAMPLE, step.alphaBar());
    double[] x0 = new double[x.length];
    for (int e = 0; e < x.length; e++) {
      double output = output(x[e], step.t(), theirs.predicts());
      x0[e] = toSample.x() * x[e] + toSample.output() * output;
    }
    double limit = theirs.clip() > 0 ? theirs.clip() : Double.POSITIVE_INFINITY;
    double divisor = 1;
    if (theirs.threshold() != null) {
      divisor = threshold(x0, theirs.threshold()[0], theirs.threshold()[1]);
      limit = divisor;
    }
    for (int e = 0; e < x.length; e++) {
      x0[e] = Math.max(-limit, Math.min(limit, x0[e])) / divisor;
    }
    return x0;
  }

  /**
   * Saharia et al. 2022 (Imagen), section 2.3: a quantile of |x̂_0|, at least 1, at most a bound.
   */
  private static double threshold(double[] x0, double ratio, double most) {
    double[] sorted = Arrays.stream(x0).map(Math::abs).sorted().toArray();
    double place = ratio * (sorted.length - 1);
    int below = Math.min((int) place, sorted.length - 2);
    double share = place - below;
    double quantile = (1 - share) * sorted[below] + share * sorted[below + 1];
    return Math.min(Math.max(quantile, 1), most);
  }

  private static double output(double x, double t, Prediction prediction) {
    double u = t / 1000;
    double alphaBar = Math.exp(-0.1 * u - 9.95 * u * u);
    double a = Math.sqrt(alphaBar);
    double s = Math.sqrt(1 - alphaBar);
    double x0 = 0.9 * Math.tanh(a * x / (s * s + 0.05)) + 0.25 * Math.sin(2 * x + 0.7);
    double eps = (x - a * x0) / s;
    return switch (prediction) {
      case SAMPLE -> x0;
      case EPSILON -> eps;
      case V_PREDICTION -> a * eps - s * x0;
      case SCORE -> -eps / s;
    };
  }

  private static double[] noise(int i) {
    return IntStream.range(0, 3).mapToDouble(e -> 1.1 * Math.sin(3 * i + e + 0.5)).toArray();
  }

  /** UniPC with B(h) = h multiplies an infinite B(h) with 0 in the step to ᾱ = 1. */
  @ParameterizedTest
  @MethodSource("unfinished")
  void whereDiffusersEndsWithNanWeEndWithTheEstimate(Trajectories.Case theirs) {
    List<double[]> ours = walk(theirs);
    int last = ours.size() - 1;
    SamplingStep step = theirs.ours().steps(LINEAR, theirs.points()).get(last - 1);

    assertThat(largestDifference(ours.subList(0, last), theirs.x())).isLessThan(TOLERANCE);
    assertThat(ours.get(last)).containsExactly(estimate(theirs, ours.get(last - 1), step));
  }

  /** What diffusers does in each of these is in docs/samplers.md. */
  @ParameterizedTest
  @MethodSource("departing")
  void whereDiffusersDepartsFromThePaperWeFollowThePaper(Trajectories.Case theirs) {
    List<double[]> ours = walk(theirs);

    assertThat(largestDifference(ours, theirs.paper())).isLessThan(TOLERANCE);
    assertThat(largestDifference(ours, theirs.x())).isGreaterThan(3 * TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("withGrid")
  void theTimesAreThoseOfDiffusers(Trajectories.Case theirs) {
    NoiseSchedule schedule = theirs.zero_snr() ? LINEAR.withZeroTerminalSnr() : LINEAR;

    List<TimePoint> ours = theirs.grid().ours().points(schedule, 1000, theirs.grid().steps());

    assertThat(ours).hasSize(theirs.t().length);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).t()).isCloseTo(theirs.t()[i], within(1e-2));
      // diffusers multiplies ᾱ up in float32, and puts 2⁻²⁴ for 0.
      double alphaBar = theirs.alpha_bar()[i];
      assertThat(ours.get(i).alphaBar()).isCloseTo(alphaBar, within(2e-4 * alphaBar + 0x1p-23));
    }
  }
}

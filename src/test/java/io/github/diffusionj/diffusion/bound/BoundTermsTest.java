package io.github.diffusionj.diffusion.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The terms against src/test/python/bound.py, which computes what guided-diffusion does, and
 * against the entropy of normally distributed data, for which the perfect network is known.
 */
class BoundTermsTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final DiscretizedNormal BYTES = new DiscretizedNormal(-1, 2.0 / 255, 256);
  private static final double BITS = 1 / Math.log(2);

  private static Reference reference;

  /** What the script wrote. */
  record Reference(
      int[] grey,
      double[] estimate,
      double[] v,
      double prior,
      Map<String, Double>[] terms,
      Map<String, Double> decoder) {

    float[] clean() {
      float[] values = new float[grey.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (grey[i] / 127.5 - 1);
      }
      return values;
    }

    float[] estimates() {
      return floats(estimate, 1, 0);
    }

    float[] shares() {
      return floats(v, 0.5, 0.5);
    }

    float[] errors() {
      float[] errors = estimates();
      for (int i = 0; i < errors.length; i++) {
        errors[i] -= clean()[i];
      }
      return errors;
    }

    private static float[] floats(double[] values, double factor, double offset) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) (factor * values[i] + offset);
      }
      return floats;
    }
  }

  @BeforeAll
  static void read() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            BoundTermsTest.class.getResourceAsStream("/bound/reference.json"),
            StandardCharsets.UTF_8)) {
      reference = new Gson().fromJson(reader, Reference.class);
    }
  }

  @Test
  void thePriorAgreesWithTheReference() {
    double prior = new BoundTerms(LINEAR, Variance.LEARNED_RANGE).prior(square(reference.clean()));
    assertThat(prior).isCloseTo(reference.prior(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Variance.class)
  void everyTermAgreesWithTheReference(Variance variance) {
    BoundTerms terms = new BoundTerms(LINEAR, variance);
    for (Map<String, Double> expected : reference.terms()) {
      int t = expected.get("t").intValue();
      double actual =
          variance == Variance.LEARNED_RANGE
              ? terms.divergence(t, reference.errors(), reference.shares())
              : terms.divergence(t, square(reference.errors()));
      double value = expected.get(variance.label());
      assertThat(actual).as("t = %d", t).isCloseTo(value, within(1e-12 + 1e-5 * value));
    }
  }

  /** Values are floats on our side and doubles on the other, hence 10⁻⁵. */
  @ParameterizedTest
  @EnumSource(Variance.class)
  void theDecoderAgreesWithTheReferenceByTheExactDistributionFunction(Variance variance) {
    double expected = reference.decoder().get(variance.label());
    assertThat(decoder(variance)).isCloseTo(expected, within(1e-5 * expected));
  }

  /**
   * The peers' tanh for Φ and their least probability of 10⁻¹² cost here up to 0.4 bits, since this
   * estimate is 0.02 off: two or three σ_1, where a tanh's tail is too thin.
   */
  @ParameterizedTest
  @EnumSource(Variance.class)
  void thePeersApproximationDiffersByLessThanHalfABit(Variance variance) {
    double peers = reference.decoder().get("peers_" + variance.label());
    assertThat(Math.abs(decoder(variance) - peers)).isBetween(0.1, 0.5);
  }

  private static double decoder(Variance variance) {
    BoundTerms terms = new BoundTerms(LINEAR, variance);
    return variance == Variance.LEARNED_RANGE
        ? terms.decoder(BYTES, reference.clean(), reference.estimates(), reference.shares())
        : terms.decoder(BYTES, reference.clean(), reference.estimates());
  }

  /**
   * Data N(m, v) and the perfect x̂_0 = E(x_0 | x_t): what is left is the posterior variance, so
   * the mean of L_{t−1} is a closed form.
   */
  @Test
  void theMeanTermOfNormalDataIsTheClosedForm() {
    double v = 0.25;
    int t = 300;
    double alphaBar = LINEAR.alphaBar(t);
    double left = v * (1 - alphaBar) / (alphaBar * v + 1 - alphaBar);
    double sum = 0;
    int draws = 200_000;
    Random random = new Random(7);
    for (int i = 0; i < draws; i++) {
      double x0 = Math.sqrt(v) * random.nextGaussian();
      double xt = Math.sqrt(alphaBar) * x0 + Math.sqrt(1 - alphaBar) * random.nextGaussian();
      double estimate = Math.sqrt(alphaBar) * v / (alphaBar * v + 1 - alphaBar) * xt;
      sum += (x0 - estimate) * (x0 - estimate);
    }
    BoundTerms terms = new BoundTerms(LINEAR, Variance.FIXED_SMALL);
    double expected = terms.divergence(t, left);
    assertThat(terms.divergence(t, sum / draws)).isCloseTo(expected, within(0.02 * expected));
    double weight = LINEAR.posteriorMeanX0(t);
    assertThat(expected)
        .isCloseTo(BITS * weight * weight * left / LINEAR.posteriorVariance(t) / 2, within(1e-12));
  }

  /**
   * With the perfect mean and variance each reverse step is the true one, so the sum telescopes:
   * L_T + ΣL_{t−1} + L_0 = H(x_0) + KL(q(x_T) ‖ N(0, 1)), for any number of steps. The decoder is
   * the density here; fine grey levels add the logarithm of their distance alone.
   */
  @ParameterizedTest
  @CsvSource({"1000, 0.25", "50, 0.25", "10, 0.8", "2, 0.5"})
  void theTermsOfNormalDataSumToTheirEntropy(int steps, double v) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, steps, 1e-3, 0.05);
    BoundTerms terms = new BoundTerms(schedule, Variance.LEARNED_RANGE);
    double sum = terms.prior(v);
    for (int t = 2; t <= steps; t++) {
      double left = left(schedule, t, v);
      double share = share(schedule, t, left);
      assertThat(terms.mixedVariance(t, share))
          .isCloseTo(trueVariance(schedule, t, left), within(1e-12));
      sum += BITS * divergence(schedule, t, left);
    }
    double last = left(schedule, 1, v);
    sum += BITS * entropy(last);
    double alphaBar = schedule.alphaBar(steps);
    double variance = alphaBar * v + 1 - alphaBar;
    double expected = BITS * (entropy(v) + NormalDivergence.nats(0, variance, 1));
    assertThat(sum).isCloseTo(expected, within(1e-9));
  }

  private static double divergence(NoiseSchedule schedule, int t, double left) {
    double weight = schedule.posteriorMeanX0(t);
    return NormalDivergence.nats(
        weight * weight * left, schedule.posteriorVariance(t), trueVariance(schedule, t, left));
  }

  /** Of x_{t−1} given x_t: that of q(x_{t−1} | x_t, x_0), and what x_0 itself is unsure by. */
  private static double trueVariance(NoiseSchedule schedule, int t, double left) {
    double weight = schedule.posteriorMeanX0(t);
    return schedule.posteriorVariance(t) + weight * weight * left;
  }

  /** The f with which β^f·β̃^(1−f) is the true variance. */
  private static double share(NoiseSchedule schedule, int t, double left) {
    double small = Math.log(schedule.posteriorVariance(t));
    double large = Math.log(schedule.beta(t));
    return (Math.log(trueVariance(schedule, t, left)) - small) / (large - small);
  }

  private static double left(NoiseSchedule schedule, int t, double v) {
    double alphaBar = schedule.alphaBar(t);
    return v * (1 - alphaBar) / (alphaBar * v + 1 - alphaBar);
  }

  private static double entropy(double variance) {
    return 0.5 * Math.log(2 * Math.PI * Math.E * variance);
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }
}

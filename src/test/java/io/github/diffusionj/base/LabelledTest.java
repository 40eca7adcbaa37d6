package io.github.diffusionj.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels are written into macros and model folders, so they are frozen here. */
class LabelledTest {

  static Stream<Arguments> choices() {
    return Stream.of(
        choice(
            ScheduleType.values(),
            ScheduleType::of,
            "linear",
            "scaled_linear",
            "squaredcos_cap_v2",
            "sigmoid"),
        choice(Prediction.values(), Prediction::of, "epsilon", "sample", "v_prediction", "score"),
        choice(Variance.values(), Variance::of, "fixed_small", "fixed_large", "learned_range"),
        choice(
            TimestepSpacing.values(),
            TimestepSpacing::of,
            "trailing",
            "leading",
            "linspace",
            "karras",
            "exponential"),
        choice(
            ScheduleCurve.values(),
            ScheduleCurve::of,
            "beta",
            "alpha_bar",
            "sqrt_alpha_bar",
            "sqrt_one_minus_alpha_bar",
            "snr",
            "log_snr",
            "posterior_variance"));
  }

  private static Arguments choice(
      Labelled[] values, Function<String, Labelled> of, String... labels) {
    return Arguments.of(List.of(values), of, List.of(labels));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void labelsAreThePublishedOnesAndFindTheirChoice(
      List<Labelled> values, Function<String, Labelled> of, List<String> labels) {
    assertThat(values).extracting(Labelled::label).containsExactlyElementsOf(labels);
    assertThat(labels).extracting(of::apply).containsExactlyElementsOf(values);
  }

  @Test
  void anUnknownLabelIsAnsweredWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScheduleType.of("cosine"))
        .withMessage(
            "schedule must be one of linear, scaled_linear, squaredcos_cap_v2, sigmoid,"
                + " but is 'cosine'.");
  }
}

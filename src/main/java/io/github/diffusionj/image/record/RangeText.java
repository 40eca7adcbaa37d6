package io.github.diffusionj.image.record;

import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recorded ranges as the properties {@code diffusionj.low} and {@code diffusionj.high}: a
 * number each, or one for each channel as in {@code 0; 12.5}.
 */
final class RangeText {

  private static final String BETWEEN = "; ";

  private RangeText() {}

  /** One end of all ranges. */
  static String of(ChannelRanges ranges, ToDoubleFunction<IntensityRange> end) {
    return ranges.ranges().stream()
        .map(range -> Numbers.text(end.applyAsDouble(range)))
        .collect(Collectors.joining(BETWEEN));
  }

  /**
   * The numbers of a text, at least one.
   *
   * @throws IllegalArgumentException if one is no finite number
   */
  static List<Double> numbers(String text) {
    List<Double> numbers =
        Arrays.stream(text.split(BETWEEN.strip(), -1)).map(Double::valueOf).toList();
    if (!numbers.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("Not finite: " + text);
    }
    return numbers;
  }

  /**
   * The recorded ranges, for which both ends must be there.
   *
   * @throws IllegalArgumentException if one end is missing, or a low end is not below its high end
   */
  static Optional<ChannelRanges> read(Map<ProvenanceKey, String> entries) {
    String low = entries.get(ProvenanceKey.LOW);
    String high = entries.get(ProvenanceKey.HIGH);
    if (low == null && high == null) {
      return Optional.empty();
    }
    if (low == null || high == null) {
      throw new IllegalArgumentException(
          "The image properties diffusionj.low and diffusionj.high must both be there, but diffusionj."
              + (low == null ? "low" : "high")
              + " is missing.");
    }
    return Optional.of(ranges(low, high));
  }

  private static ChannelRanges ranges(String low, String high) {
    List<Double> from = numbers(low);
    List<Double> to = numbers(high);
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "The image properties diffusionj.low and diffusionj.high must have as many numbers, but they are "
              + low
              + " and "
              + high
              + ".");
    }
    if (IntStream.range(0, from.size()).anyMatch(i -> from.get(i) >= to.get(i))) {
      throw new IllegalArgumentException(
          "The image property diffusionj.low must be below diffusionj.high, but they are "
              + low
              + " and "
              + high
              + ".");
    }
    return new ChannelRanges(
        IntStream.range(0, from.size())
            .mapToObj(i -> new IntensityRange(from.get(i), to.get(i)))
            .toList());
  }
}

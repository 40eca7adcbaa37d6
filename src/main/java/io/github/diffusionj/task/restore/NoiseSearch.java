package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.noise.GaussianNoise;
import io.github.diffusionj.image.noise.Outliers;
import io.github.diffusionj.image.noise.PoissonGaussianNoise;
import io.github.diffusionj.image.noise.SmoothRange;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.EmptyArea;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds the noise and the range of each channel of an image. What is estimated is the median over
 * up to {@value #PLANES} planes of the channel, evenly spread; so a stack has one noise level.
 * Planes of one value, such as dropped frames, are left out of all that is estimated.
 */
final class NoiseSearch {

  private static final int PLANES = 16;
  private static final int ROUNDS = 3;

  private final ImageItems items;
  private final RestoreOptions options;
  private final Optional<ChannelRanges> given;

  NoiseSearch(ImagePlus image, ImageItems items, ModelFolder model, RestoreOptions options) {
    this.items = items;
    this.options = options;
    RangeChoice declared = DeclaredRange.of(model);
    boolean search =
        options.range().mode() == RangeChoice.Mode.AUTO
            && declared.mode() == RangeChoice.Mode.PERCENTILE
            && Provenance.of(image).flatMap(Provenance::ranges).isEmpty();
    this.given = search ? Optional.empty() : Optional.of(options.range().resolve(items, declared));
  }

  /**
   * The noise and the range of one group of items, such as a channel. One of which all planes are
   * of one value has no noise.
   *
   * @throws IllegalArgumentException if no noise is found in an image
   */
  PlaneNoise of(int group, int groups) {
    NoiseChoice noise = options.noise();
    Optional<IntensityRange> fixed =
        given.map(ranges -> ranges.over(group * items.channels(), items.channels()));
    Survey survey = new Survey();
    if (fixed.isEmpty() || !noise.given()) {
      survey.all(group, groups);
      if (survey.seen.isEmpty()) {
        return PlaneNoise.gaussian(0, fixed.orElseGet(() -> oneValue(group)));
      }
    }
    Function<IntensityRange, PlaneNoise> known = known(survey, group, groups);
    DoubleUnaryOperator deviation = known.apply(IntensityRange.RAW)::deviation;
    return fixed
        .map(known)
        .orElseGet(() -> survey.withoutOutliers(range -> known.apply(range.get(deviation))));
  }

  private IntensityRange oneValue(int group) {
    float value = items.read(group)[0];
    return new IntensityRange(value, value + Math.max(1, Math.ulp(value)));
  }

  /** What is known of the planes once their range is. */
  private Function<IntensityRange, PlaneNoise> known(Survey survey, int group, int groups) {
    NoiseChoice noise = options.noise();
    if (noise.transform() != Transform.NONE) {
      Anscombe camera = camera(survey.lines, noise);
      return range -> PlaneNoise.poissonGaussian(camera, range);
    }
    double sigma =
        noise.sigma().orElseGet(() -> median(survey.lines, line -> Math.sqrt(line.variance())));
    if (sigma == 0) {
      throw new IllegalArgumentException(
          "%s'%s' has no noise that can be found%s; give sigma, its standard deviation in grey levels."
              .formatted(
                  groups == 1 ? "" : "Channel %d of ".formatted(group + 1),
                  items.title(),
                  Math.min(items.width(), items.height()) < 3
                      ? " in fewer than 3 × 3 pixels"
                      : ""));
    }
    return range -> PlaneNoise.gaussian(sigma, range);
  }

  /** What is seen in some planes of a group. One plane is in memory at a time. */
  private final class Survey {

    private final List<Integer> seen = new ArrayList<>();
    private final List<PoissonGaussianNoise> lines = new ArrayList<>();
    private final SmoothRange smooth = new SmoothRange();
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;

    /** Looks at evenly spread items, and in the place of those without an image at others. */
    void all(int group, int groups) {
      int count = items.count() / groups;
      int taken = Math.min(PLANES, count);
      IntStream even = IntStream.range(0, taken).map(i -> (int) ((long) i * count / taken));
      PrimitiveIterator.OfInt order =
          IntStream.concat(even, IntStream.range(0, count)).distinct().iterator();
      while (order.hasNext() && seen.size() < PLANES) {
        int item = order.nextInt() * groups + group;
        if (eachPlane(item, this::look)) {
          seen.add(item);
        }
      }
    }

    private void look(float[] plane) {
      if (!options.noise().given()) {
        lines.add(line(plane, options.noise()));
      }
      if (given.isEmpty()) {
        for (float value : plane) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
        smooth.add(plane, items.width(), items.height());
      }
    }

    /**
     * The noise with the range of the image alone: outliers widen it, and without them more of them
     * may stand out.
     */
    PlaneNoise withoutOutliers(Function<SmoothRange, PlaneNoise> known) {
      PlaneNoise noise = known.apply(smooth);
      boolean usual = low >= noise.usual().low() && high <= noise.usual().high();
      int before = 0;
      for (int round = 0; round < ROUNDS && !usual; round++) {
        SmoothRange range = new SmoothRange();
        int found = mended(noise, range);
        usual = found == before;
        before = found;
        noise = usual ? noise : known.apply(range);
      }
      return noise;
    }

    private int mended(PlaneNoise noise, SmoothRange range) {
      int[] count = {0};
      for (int item : seen) {
        eachPlane(
            item,
            plane -> {
              Map<Integer, Float> outliers =
                  Outliers.in(
                      plane, items.width(), items.height(), noise.usual(), noise::deviation);
              outliers.forEach((pixel, median) -> plane[pixel] = median);
              count[0] += outliers.size();
              range.add(plane, items.width(), items.height());
            });
      }
      return count[0];
    }
  }

  /** Whether one of an item's planes has an image; those without are not looked at. */
  private boolean eachPlane(int number, Consumer<float[]> look) {
    float[] item = items.read(number);
    int area = items.width() * items.height();
    boolean image = false;
    for (int from = 0; from < item.length; from += area) {
      float[] plane = item.length == area ? item : Arrays.copyOfRange(item, from, from + area);
      if (!EmptyArea.everywhere(plane)) {
        look.accept(plane);
        image = true;
      }
    }
    return image;
  }

  /** The variance of one plane's noise over the grey value. */
  private PoissonGaussianNoise line(float[] plane, NoiseChoice noise) {
    if (noise.transform() == Transform.NONE) {
      double sigma = GaussianNoise.sigma(plane, items.width(), items.height());
      return new PoissonGaussianNoise(0, sigma * sigma);
    }
    return PoissonGaussianNoise.fit(
        plane,
        items.width(),
        items.height(),
        noise.gain(),
        noise.offset().orElse(0),
        square(noise.sigma()));
  }

  private Anscombe camera(List<PoissonGaussianNoise> lines, NoiseChoice noise) {
    OptionalDouble read = square(noise.sigma());
    if (noise.given()) {
      double gain = noise.gain().orElseThrow();
      return new Anscombe(gain, read.orElseThrow() - gain * noise.offset().orElse(0));
    }
    double gain = median(lines, PoissonGaussianNoise::gain);
    if (gain <= 0) {
      throw new IllegalArgumentException(
          "The noise of '%s' does not grow with intensity; use transform=none, or give gain and sigma."
              .formatted(items.title()));
    }
    return new Anscombe(gain, median(lines, PoissonGaussianNoise::variance));
  }

  private static OptionalDouble square(OptionalDouble value) {
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() * value.getAsDouble())
        : OptionalDouble.empty();
  }

  private static <T> double median(List<T> things, ToDoubleFunction<T> number) {
    double[] numbers = things.stream().mapToDouble(number).sorted().toArray();
    return (numbers[(numbers.length - 1) / 2] + numbers[numbers.length / 2]) / 2;
  }
}

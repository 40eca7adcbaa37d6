package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.noise.GaussianNoise;
import io.github.diffusionj.image.noise.PoissonGaussianNoise;
import io.github.diffusionj.image.noise.SmoothRange;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Finds the noise and the range of each channel of an image. What is estimated is the median over
 * up to {@value #PLANES} planes of the channel, evenly spread; so a stack has one noise level.
 */
final class NoiseSearch {

  private static final int PLANES = 16;

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

  /** The noise and the range of one group of items, such as a channel. */
  PlaneNoise of(int group, int groups) {
    NoiseChoice noise = options.noise();
    Optional<IntensityRange> fixed =
        given.map(ranges -> ranges.over(group * items.channels(), items.channels()));
    SmoothRange range = new SmoothRange();
    List<PoissonGaussianNoise> lines = new ArrayList<>();
    eachPlane(
        group,
        groups,
        plane -> {
          if (!noise.given()) {
            lines.add(line(plane, noise));
          }
          if (fixed.isEmpty()) {
            range.add(plane, items.width(), items.height());
          }
        });
    if (noise.transform() == Transform.NONE) {
      double sigma =
          noise.sigma().orElseGet(() -> median(lines, line -> Math.sqrt(line.variance())));
      return PlaneNoise.gaussian(sigma, fixed.orElseGet(() -> range.get(grey -> sigma)));
    }
    Anscombe camera = camera(lines, noise);
    return PlaneNoise.poissonGaussian(
        camera,
        fixed.orElseGet(
            () ->
                range.get(
                    grey -> Math.sqrt(Math.max(0, camera.gain() * grey + camera.variance())))));
  }

  /** One plane in memory at a time; none is read if all is told. */
  private void eachPlane(int group, int groups, Consumer<float[]> look) {
    int count = items.count() / groups;
    int taken = given.isPresent() && options.noise().given() ? 0 : Math.min(PLANES, count);
    int area = items.width() * items.height();
    for (int i = 0; i < taken; i++) {
      float[] item = items.read((int) ((long) i * count / taken) * groups + group);
      for (int from = 0; from < item.length; from += area) {
        boolean whole = item.length == area;
        look.accept(whole ? item : Arrays.copyOfRange(item, from, from + area));
      }
    }
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

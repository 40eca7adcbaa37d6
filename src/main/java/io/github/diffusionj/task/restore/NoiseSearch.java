package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.noise.GaussianNoise;
import io.github.diffusionj.image.noise.PoissonGaussianNoise;
import io.github.diffusionj.image.noise.SmoothRange;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.task.DeclaredRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Finds the noise and the range of each channel of an image. What is estimated is the median over
 * up to {@value #PLANES} planes of the channel, evenly spread; so a stack has one noise level.
 */
final class NoiseSearch {

  private static final int PLANES = 16;

  private final ImageItems items;
  private final RestoreOptions options;
  private final Optional<IntensityRange> fixed;

  NoiseSearch(ImagePlus image, ImageItems items, ModelFolder model, RestoreOptions options) {
    this.items = items;
    this.options = options;
    RangeChoice declared = DeclaredRange.of(model);
    boolean search =
        options.range().mode() == RangeChoice.Mode.AUTO
            && declared.mode() == RangeChoice.Mode.PERCENTILE
            && Provenance.of(image).flatMap(Provenance::range).isEmpty();
    this.fixed = search ? Optional.empty() : Optional.of(options.range().resolve(image, declared));
  }

  /** The items of one group, such as a channel, that are looked at: their planes. */
  PlaneNoise of(int group, int groups) {
    NoiseChoice noise = options.noise();
    boolean told = fixed.isPresent() && noise.given();
    List<float[]> planes = told ? List.of() : planes(group, groups);
    if (noise.transform() == Transform.NONE) {
      double sigma = noise.sigma().orElseGet(() -> median(planes, this::sigma));
      return PlaneNoise.gaussian(sigma, range(planes, grey -> sigma));
    }
    Anscombe camera = anscombe(planes, noise);
    return PlaneNoise.poissonGaussian(
        camera,
        range(planes, grey -> Math.sqrt(Math.max(0, camera.gain() * grey + camera.variance()))));
  }

  private List<float[]> planes(int group, int groups) {
    int count = items.count() / groups;
    List<float[]> planes = new ArrayList<>();
    int taken = Math.min(PLANES, count);
    for (int i = 0; i < taken; i++) {
      float[] item = items.read((int) ((long) i * count / taken) * groups + group);
      int area = items.width() * items.height();
      for (int c = 0; c < items.channels(); c++) {
        planes.add(Arrays.copyOfRange(item, c * area, (c + 1) * area));
      }
    }
    return planes;
  }

  private IntensityRange range(List<float[]> planes, DoubleUnaryOperator noise) {
    if (fixed.isPresent()) {
      return fixed.get();
    }
    SmoothRange range = new SmoothRange();
    planes.forEach(plane -> range.add(plane, items.width(), items.height()));
    return range.get(noise);
  }

  private double sigma(float[] plane) {
    return GaussianNoise.sigma(plane, items.width(), items.height());
  }

  private Anscombe anscombe(List<float[]> planes, NoiseChoice noise) {
    OptionalDouble read = square(noise.sigma());
    if (noise.gain().isPresent() && read.isPresent()) {
      double gain = noise.gain().getAsDouble();
      return new Anscombe(gain, read.getAsDouble() - gain * noise.offset().orElse(0));
    }
    List<PoissonGaussianNoise> fits =
        planes.stream()
            .map(
                plane ->
                    PoissonGaussianNoise.fit(
                        plane,
                        items.width(),
                        items.height(),
                        noise.gain(),
                        noise.offset().orElse(0),
                        read))
            .toList();
    double gain = median(fits, PoissonGaussianNoise::gain);
    if (gain <= 0) {
      throw new IllegalArgumentException(
          "The noise of '%s' does not grow with intensity; use transform=none, or give gain and sigma."
              .formatted(items.title()));
    }
    return new Anscombe(gain, median(fits, PoissonGaussianNoise::variance));
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

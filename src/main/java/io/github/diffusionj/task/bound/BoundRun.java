package io.github.diffusionj.task.bound;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.bound.BoundTerms;
import io.github.diffusionj.diffusion.bound.DiscretizedNormal;
import io.github.diffusionj.diffusion.bound.Stratum;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.engine.sampling.Estimate;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.task.sampling.ItemNetwork;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws x_t of all images, asks the network, and keeps the terms. */
final class BoundRun {

  private final ItemNetwork network;
  private final Progress progress;
  private final BoundTerms terms;
  private final ImageItems items;
  private final MappedItems mapped;
  private final BoundOptions options;
  private final NoiseField noise;
  private final Clipping clipping;
  private final String model;

  BoundRun(
      DiffusionModel model,
      Variance variance,
      MappedItems mapped,
      BoundOptions options,
      Progress progress) {
    this.network =
        new ItemNetwork(model, model.predictor(), mapped.items().width(), mapped.items().height());
    this.progress = progress;
    this.terms = new BoundTerms(model.schedule(), variance);
    this.items = mapped.items();
    this.mapped = mapped;
    this.options = options;
    this.noise = new NoiseField(options.seed());
    this.clipping = SamplerOptions.clipping(options.clip(), model.folder().scheduler());
    this.model = model.folder().name();
  }

  /** The terms of all images; the times that are drawn are the same for all. */
  BoundDraws draw(List<Stratum> parts, Progress progress) {
    int steps = terms.schedule().steps();
    BoundDraws draws = BoundDraws.empty(steps, parts, options.samples(), items.count());
    int[][] times = times(parts);
    for (Together.Part part : network.together().parts(items.count())) {
      new Group(part.first(), part.count()).draw(draws, times, part.of(progress));
    }
    return draws;
  }

  private int[][] times(List<Stratum> parts) {
    SplittableRandom random = new SplittableRandom(options.seed());
    int[][] times = new int[parts.size()][options.samples()];
    for (int i = 0; i < times.length; i++) {
      for (int draw = 0; draw < times[i].length; draw++) {
        times[i][draw] = parts.get(i).draw(random);
      }
    }
    return times;
  }

  /** Images that the network sees together. */
  private final class Group {

    private final int first;
    private final SampleShape shape;
    private final float[] clean;
    private final float[] epsilon;
    private final float[] noisy;

    Group(int first, int count) {
      this.first = first;
      shape = network.shape(count);
      clean = new float[shape.length()];
      epsilon = new float[shape.length()];
      noisy = new float[shape.length()];
      for (int i = 0; i < count; i++) {
        float[] values = items.read(first + i);
        mapped.range(first + i).toModel(values);
        System.arraycopy(values, 0, clean, i * shape.imageLength(), values.length);
      }
    }

    void draw(BoundDraws draws, int[][] times, Progress progress) {
      for (int i = 0; i < shape.images(); i++) {
        draws.prior()[first + i] = terms.prior(meanSquare(image(clean, i)));
      }
      int calls = (times.length + 1) * options.samples();
      int done = 0;
      for (int part = -1; part < times.length; part++) {
        for (int draw = 0; draw < options.samples(); draw++) {
          progress.checkCancelled();
          int t = part < 0 ? 1 : times[part][draw];
          double[] into = part < 0 ? draws.decoder()[draw] : draws.divergences()[part][draw];
          terms(t, draw, into);
          progress.report((double) ++done / calls, "Bound: call %d of %d".formatted(done, calls));
        }
      }
    }

    private void terms(int t, int draw, double[] into) {
      int stream = NoiseStream.BOUND.number(draw * (terms.schedule().steps() + 1L) + t);
      for (int i = 0; i < shape.images(); i++) {
        int offset = i * shape.imageLength();
        noise.fill(
            epsilon,
            offset,
            items.place(first + i),
            stream,
            shape.channels(),
            shape.height(),
            shape.width());
      }
      ForwardStep.between(terms.schedule(), 0, t).apply(clean, epsilon, noisy);
      Estimate estimate =
          network.estimate(
              noisy, shape.images(), TimePoint.at(terms.schedule(), t), clipping, progress);
      boolean learned = terms.variance() == Variance.LEARNED_RANGE;
      if (learned && estimate.share().isEmpty()) {
        throw new IllegalArgumentException(
            "The model %s learned no variance, so variance must be fixed_small or fixed_large, but is learned_range."
                .formatted(model));
      }
      for (int i = 0; i < shape.images(); i++) {
        float[] x0 = image(clean, i);
        float[] guess = image(estimate.x0(), i);
        float[] share = learned ? image(estimate.share().orElseThrow(), i) : null;
        into[first + i] =
            t == 1 ? decoder(first + i, x0, guess, share) : divergence(t, x0, guess, share);
      }
    }

    private double decoder(int item, float[] x0, float[] guess, float[] share) {
      DiscretizedNormal levels = levels(item);
      return share == null
          ? terms.decoder(levels, x0, guess)
          : terms.decoder(levels, x0, guess, share);
    }

    /** The grey levels in model space. */
    private DiscretizedNormal levels(int item) {
      IntensityRange range = mapped.range(item);
      int count = (int) items.type().max() + 1;
      return new DiscretizedNormal(range.toModel(0.0), 2 / (range.high() - range.low()), count);
    }

    private double divergence(int t, float[] x0, float[] guess, float[] share) {
      float[] error = guess.clone();
      for (int i = 0; i < error.length; i++) {
        error[i] -= x0[i];
      }
      return share == null
          ? terms.divergence(t, meanSquare(error))
          : terms.divergence(t, error, share);
    }

    private float[] image(float[] all, int i) {
      return Arrays.copyOfRange(all, i * shape.imageLength(), (i + 1) * shape.imageLength());
    }
  }

  private static double meanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }
}

package io.github.diffusionj.yardstick;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ij.IJ;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.engine.network.SampleShape;
import io.github.diffusionj.engine.network.SamplingListener;
import io.github.diffusionj.engine.network.SamplingLoop;
import io.github.diffusionj.engine.network.SamplingRequest;
import io.github.diffusionj.image.RangeChoice;
import io.github.diffusionj.image.patch.PatchSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Prints how good a model is beside held-out images of its kind:
 *
 * <ol>
 *   <li>the sliced Wasserstein distance of generated and of held-out patches, beside that of two
 *       halves of the training images (that many patches each);
 *   <li>how far each generated patch is from the nearest of many training patches, beside how far
 *       held-out ones are: copies would be much nearer;
 *   <li>the PSNR of denoising held-out patches with σ = 15, 25 and 50 of 255 by one network call,
 *       beside a Gaussian filter and non-local means, each with the best parameters.
 * </ol>
 *
 * <p>Arguments: model folder, image folder, every how many-th image was held out, number of
 * patches, sampling steps, threads.
 */
public final class Yardstick {

  private static final int NEAR_CANDIDATES = 8192;
  private static final int NEAR_SAMPLES = 128;
  private static final int DENOISED = 64;
  private static final int[] SIGMAS = {15, 25, 50};
  private static final double PEAK = 2;

  private final ModelFolder folder;
  private final Network network;
  private final NoiseSchedule schedule;
  private final int size;
  private final int channels;

  private Yardstick(ModelFolder folder) throws IOException {
    this.folder = folder;
    this.network = Network.open(folder, Torch.get());
    this.schedule = folder.scheduler().schedule();
    this.size = folder.network().sampleSize();
    this.channels = folder.network().inChannels();
  }

  /** Measures a model. */
  public static void main(String[] args) throws IOException {
    ModelFolder folder = ModelFolder.open(Path.of(args[0]));
    Path images = Path.of(args[1]);
    int holdOut = Integer.parseInt(args[2]);
    int n = Integer.parseInt(args[3]);
    Torch.use(new EngineSettings("cpu", Integer.parseInt(args[5]), Precision.FLOAT32));
    Yardstick yardstick = new Yardstick(folder);
    print("%s, %d patches, every %d-th image held out", folder.name(), n, holdOut);
    IntPredicate held = i -> i % holdOut == holdOut - 1;
    Patches unseen = yardstick.patches(images, held, n, 3);
    yardstick.denoise(unseen.part(0, Math.min(n, DENOISED)));
    Patches seen = yardstick.patches(images, held.negate(), Math.max(n, NEAR_CANDIDATES), 4);
    Patches generated = yardstick.generate(n, Integer.parseInt(args[4]));
    yardstick.distances("generated - held out", SlicedWasserstein.distances(generated, unseen, 1));
    yardstick.distances(
        "training - held out", SlicedWasserstein.distances(seen.part(0, n), unseen, 1));
    Patches even = yardstick.patches(images, held.negate().and(i -> i % 2 == 0), n, 5);
    Patches odd = yardstick.patches(images, held.negate().and(i -> i % 2 == 1), n, 6);
    yardstick.distances("two halves of training", SlicedWasserstein.distances(even, odd, 1));
    yardstick.nearest("generated", generated, seen);
    yardstick.nearest("held out", unseen, seen);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are all here
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private void distances(String what, double[] levels) {
    StringBuilder text = new StringBuilder();
    for (double level : levels) {
      text.append(String.format(Locale.ROOT, " %7.2f", level));
    }
    double mean = Arrays.stream(levels).average().orElseThrow();
    print("SWD x 1000, finest level first: %-24s%s   mean %.2f", what, text, mean);
  }

  private Patches patches(Path images, IntPredicate wanted, int n, long seed) throws IOException {
    RangeChoice range = RangeChoice.of(folder.notes().range());
    PatchSampler sampler = new PatchSampler(channels, size, seed);
    List<Path> files;
    try (Stream<Path> entries = Files.list(images)) {
      files = entries.filter(f -> f.toString().matches(".*\\.(png|tiff?|jpe?g)")).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      if (wanted.test(i)) {
        try {
          sampler.add(IJ.openImage(files.get(i).toString()), range, (item, label) -> true);
        } catch (IllegalArgumentException e) {
          print("Skipped %s: %s", files.get(i), e.getMessage());
        }
      }
    }
    float[] values = new float[n * channels * size * size];
    for (int i = 0; i < n; i++) {
      sampler.read(i, values, i * channels * size * size);
    }
    return new Patches(values, n, channels, size);
  }

  /** As many of each class, if there are classes. */
  private Patches generate(int n, int steps) {
    int classes = Math.max(1, folder.notes().classes().size());
    Patches all = new Patches(new float[n * channels * size * size], n, channels, size);
    for (int c = 0; c < classes; c++) {
      int from = n * c / classes;
      int to = n * (c + 1) / classes;
      float[] part = generate(from, to - from, c, steps);
      System.arraycopy(part, 0, all.values(), from * all.length(), part.length);
    }
    return all;
  }

  private float[] generate(int first, int n, int classIndex, int steps) {
    SampleShape shape = new SampleShape(n, channels, size, size);
    NoiseField noise = new NoiseField(9);
    float[] start = new float[n * shape.imageLength()];
    for (int i = 0; i < n; i++) {
      noise.fill(start, i * shape.imageLength(), first + i, 0, channels, size, size);
    }
    SamplingRequest request =
        new SamplingRequest(
            shape,
            new DdimSampler(0)
                .steps(
                    schedule, TimestepSpacing.TRAILING.points(schedule, schedule.steps(), steps)),
            noise,
            first,
            new Clipping.Fixed(1),
            Optional.empty());
    try (NDManager manager = network.newManager()) {
      return new SamplingLoop(
              (x, t) -> predict(x, t, classIndex), folder.scheduler().prediction(), manager)
          .run(start, request, SamplingListener.NONE, Progress.NONE);
    }
  }

  private NDArray predict(NDArray x, double t, int classIndex) {
    if (folder.network().classes() == 0) {
      return network.predict(x, t);
    }
    int[] classes = new int[(int) x.getShape().get(0)];
    Arrays.fill(classes, classIndex);
    return network.predict(x, t, classes);
  }

  private void nearest(String what, Patches some, Patches candidates) {
    int count = Math.min(NEAR_SAMPLES, some.n());
    double[] distances = new double[count];
    for (int i = 0; i < count; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < candidates.n(); k++) {
        least = Math.min(least, squares(some, i, candidates, k, least));
      }
      distances[i] = Math.sqrt(least / some.length());
    }
    Arrays.sort(distances);
    print(
        "Nearest of %d training patches, root mean square: %-10s least %.4f, median %.4f",
        candidates.n(), what, distances[0], distances[count / 2]);
  }

  /** The sum of squared differences, or some number above the limit if it is above. */
  private static double squares(Patches a, int i, Patches b, int k, double limit) {
    double sum = 0;
    for (int p = 0; p < a.length() && sum < limit; p++) {
      double difference = a.values()[i * a.length() + p] - b.values()[k * b.length() + p];
      sum += difference * difference;
    }
    return sum;
  }

  private void denoise(Patches clean) {
    for (int sigma : SIGMAS) {
      double noiseLevel = PEAK * sigma / 255;
      float[] noise = new float[clean.values().length];
      for (int i = 0; i < clean.n(); i++) {
        new NoiseField(sigma).fill(noise, i * clean.length(), i, 0, channels, size, size);
      }
      float[] noisy = clean.values().clone();
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += (float) (noiseLevel * noise[i]);
      }
      Patches input = new Patches(noisy, clean.n(), channels, size);
      double t = time(noiseLevel);
      print(
          "Denoising, sigma %d of 255 (t = %.1f): noisy %.2f dB, network %.2f dB, Gaussian %.2f dB,"
              + " non-local means %.2f dB",
          sigma,
          t,
          psnr(noisy, clean),
          psnr(oneCall(input, t, noiseLevel), clean),
          bestGaussian(input, clean),
          bestNonLocalMeans(input, clean, noiseLevel));
    }
  }

  /** The t at which √((1 − ᾱ)/ᾱ) is the noise level; log SNR is linear between whole t. */
  private double time(double noiseLevel) {
    double wanted = -2 * Math.log(noiseLevel);
    int t = 1;
    while (t < schedule.steps() - 1 && schedule.logSnr(t + 1) > wanted) {
      t++;
    }
    double high = schedule.logSnr(t);
    return t + (high - wanted) / (high - schedule.logSnr(t + 1));
  }

  /** Tweedie's formula: the posterior mean by one network call. */
  private float[] oneCall(Patches noisy, double t, double noiseLevel) {
    double alphaBar = 1 / (1 + noiseLevel * noiseLevel);
    Linear toSample = folder.scheduler().prediction().to(Prediction.SAMPLE, alphaBar);
    float[] result = new float[noisy.values().length];
    for (int i = 0; i < noisy.n(); i++) {
      try (NDManager manager = network.newManager()) {
        float[] image = noisy.part(i, i + 1).values();
        NDArray x =
            manager.create(image, new Shape(1, channels, size, size)).mul(Math.sqrt(alphaBar));
        NDArray output = predict(x, t, folder.notes().nullClass().orElse(0));
        float[] clean = x.mul(toSample.x()).add(output.mul(toSample.output())).toFloatArray();
        System.arraycopy(clean, 0, result, i * clean.length, clean.length);
      }
    }
    return result;
  }

  /** Filters a plane. */
  private interface Filter {
    float[] apply(float[] plane);
  }

  private double psnr(Patches noisy, Patches clean, Filter filter) {
    float[] result = new float[noisy.values().length];
    int area = size * size;
    for (int plane = 0; plane < result.length / area; plane++) {
      float[] values = Arrays.copyOfRange(noisy.values(), plane * area, (plane + 1) * area);
      System.arraycopy(filter.apply(values), 0, result, plane * area, area);
    }
    return psnr(result, clean);
  }

  private double bestGaussian(Patches noisy, Patches clean) {
    double best = Double.NEGATIVE_INFINITY;
    for (double sigma = 0.4; sigma < 3.1; sigma += 0.2) {
      double s = sigma;
      best = Math.max(best, psnr(noisy, clean, p -> Filters.gaussian(p, size, s)));
    }
    return best;
  }

  private double bestNonLocalMeans(Patches noisy, Patches clean, double noiseLevel) {
    double best = Double.NEGATIVE_INFINITY;
    for (int near = 1; near <= 3; near++) {
      for (double h : new double[] {0.3, 0.45, 0.6, 0.8, 1.0}) {
        int side = near;
        best =
            Math.max(
                best,
                psnr(
                    noisy,
                    clean,
                    p -> Filters.nonLocalMeans(p, size, noiseLevel, h * noiseLevel, side, 10)));
      }
    }
    return best;
  }

  /** The mean over the images of 10·log10(peak²/mean squared error), peak being 2 = 255 greys. */
  private static double psnr(float[] values, Patches clean) {
    double sum = 0;
    for (int i = 0; i < clean.n(); i++) {
      double squares = 0;
      for (int p = i * clean.length(); p < (i + 1) * clean.length(); p++) {
        squares += Math.pow(values[p] - clean.values()[p], 2);
      }
      sum += 10 * Math.log10(PEAK * PEAK * clean.length() / squares);
    }
    return sum / clean.n();
  }
}

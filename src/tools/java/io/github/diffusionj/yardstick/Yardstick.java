package io.github.diffusionj.yardstick;

import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Prints how good a model is beside held-out images of its kind:
 *
 * <ol>
 *   <li>the PSNR of denoising held-out patches with σ = 15, 25 and 50 of 255 by one network call,
 *       beside a Gaussian filter and non-local means, each with the best parameters;
 *   <li>the sliced Wasserstein distance of generated and of held-out patches, beside that of two
 *       halves of the training images (that many patches each);
 *   <li>how far each generated patch is from the nearest of many training patches, beside how far
 *       held-out ones are: copies would be much nearer.
 * </ol>
 *
 * <p>Arguments: model folder, image folder, every how many-th image was held out, number of
 * patches, sampler, its steps, threads.
 */
public final class Yardstick {

  private static final int NEAR_CANDIDATES = 8192;
  private static final int NEAR_SAMPLES = 128;
  private static final int DENOISED = 64;
  private static final int[] SIGMAS = {15, 25, 50};

  private Yardstick() {}

  /** Measures a model. */
  public static void main(String[] args) throws IOException {
    ModelFolder folder = ModelFolder.open(Path.of(args[0]));
    int holdOut = Integer.parseInt(args[2]);
    int n = Integer.parseInt(args[3]);
    String sampler = args[4];
    int steps = Integer.parseInt(args[5]);
    Torch.use(new EngineSettings("cpu", Integer.parseInt(args[6]), Precision.FLOAT32));
    PatchFolder images =
        new PatchFolder(
            Path.of(args[1]),
            folder.notes().range(),
            folder.network().inChannels(),
            folder.network().sampleSize());
    print("%s, every %d-th image held out", folder.name(), holdOut);
    print("%d patches by %s with %d steps", n, sampler, steps);
    try (DiffusionModel model = DiffusionModel.open(folder)) {
      IntPredicate held = i -> i % holdOut == holdOut - 1;
      Patches unseen = images.read(held, n, 3);
      denoise(model, unseen.part(0, Math.min(n, DENOISED)));
      compare(images, held, unseen, new Generated(model, sampler, steps).patches(n));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are all in this package
  static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private static void denoise(DiffusionModel model, Patches clean) {
    for (int sigma : SIGMAS) {
      Denoising denoising = new Denoising(clean, sigma);
      print(
          "Denoising, sigma %d of 255: noisy %.2f dB, network %.2f dB, Gaussian %.2f dB,"
              + " non-local means %.2f dB",
          sigma,
          denoising.before(),
          denoising.network(model),
          denoising.gaussian(),
          denoising.nonLocalMeans());
    }
  }

  private static void compare(
      PatchFolder images, IntPredicate held, Patches unseen, Patches generated) throws IOException {
    int n = unseen.n();
    Patches seen = images.read(held.negate(), Math.max(n, NEAR_CANDIDATES), 4);
    distances("generated - held out", generated, unseen);
    distances("training - held out", seen.part(0, n), unseen);
    Patches even = images.read(held.negate().and(i -> i % 2 == 0), n, 5);
    Patches odd = images.read(held.negate().and(i -> i % 2 == 1), n, 6);
    distances("two halves of training", even, odd);
    nearest("generated", generated, seen);
    nearest("held out", unseen, seen);
  }

  private static void distances(String what, Patches a, Patches b) {
    double[] levels = SlicedWasserstein.distances(a, b, 1);
    StringBuilder text = new StringBuilder();
    for (double level : levels) {
      text.append(String.format(Locale.ROOT, " %7.2f", level));
    }
    double mean = Arrays.stream(levels).average().orElseThrow();
    print("SWD x 1000, finest level first: %-24s%s   mean %.2f", what, text, mean);
  }

  private static void nearest(String what, Patches some, Patches candidates) {
    double[] distances = Nearest.distances(some, candidates, NEAR_SAMPLES);
    print(
        "Nearest of %d training patches, root mean square: %-10s least %.4f, median %.4f",
        candidates.n(), what, distances[0], distances[distances.length / 2]);
  }
}

package io.github.diffusionj.task.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole bound of 8-bit images through small networks, every term, against {@code
 * src/test/python/bound_network.py}: the formulas of Ho et al. 2020 and Nichol and Dhariwal 2021
 * over again, on the same network, images and noise. 1e-4 of each term is allowed, as the networks
 * run in float32.
 */
class BoundNetworkTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final double TOLERANCE = 1e-4;
  private static final Path UNETS = Path.of("src/test/resources/unet");

  @TempDir static Path folder;

  /** What the script wrote. */
  record Reference(
      long seed, int draws, int height, int width, int[][] grey, int[][][] rgb, List<Case> cases) {}

  /** A model, and the bound of each image. */
  record Case(
      String network,
      String prediction,
      int steps,
      String schedule,
      double[] betas,
      String variance,
      boolean clip,
      List<Terms> images) {

    @Override
    public String toString() {
      return "%s %s, T = %d, %s, %s, clip %s"
          .formatted(network, prediction, steps, schedule, variance, clip);
    }

    private String scheduler() {
      return """
          {"_class_name": "DDPMScheduler", "num_train_timesteps": %d, "beta_schedule": "%s",
          "beta_start": %s, "beta_end": %s, "prediction_type": "%s", "variance_type": "%s",
          "clip_sample": %s}
          """
          .formatted(steps, schedule, betas[0], betas[1], prediction, variance, clip);
    }
  }

  /** L_T, the terms of t = 2…T, and L_0, each the mean of the draws. */
  record Terms(double prior, double[] terms, double decoder) {}

  private static Reference reference() throws IOException {
    Path file = Path.of("src/test/resources/bound/network.json");
    return new Gson().fromJson(Files.readString(file), Reference.class);
  }

  static List<Case> cases() throws IOException {
    return reference().cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyTermAgreesWithTheFormulasInPython(Case network) throws IOException {
    Reference reference = reference();
    BoundOptions options =
        new BoundOptions(
            model(network),
            reference.draws(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            RangeChoice.of(RangeChoice.Mode.TYPE),
            reference.seed());
    ImagePlus images = images(reference, network.network().equals("plain"));
    BoundResult result =
        new VariationalBoundTask(options, MODELS).run(ImagePart.whole(images), Progress.NONE);
    assertThat(result.variance()).isEqualTo(Variance.of(network.variance()));
    for (int i = 0; i < network.images().size(); i++) {
      check(result.images().get(i), network.images().get(i));
    }
  }

  private static void check(Bound bound, Terms expected) {
    double total = expected.prior() + expected.decoder();
    assertTerm(bound.prior(), expected.prior());
    assertTerm(bound.decoder(), expected.decoder());
    assertThat(bound.divergences()).hasSameSizeAs(expected.terms());
    for (BoundTerm term : bound.divergences()) {
      double of = expected.terms()[term.first() - 2];
      assertTerm(term, of);
      total += of;
    }
    assertThat(bound.total().value()).isCloseTo(total, within(TOLERANCE * total));
  }

  private static void assertTerm(BoundTerm term, double expected) {
    assertThat(term.each().value())
        .as("%s, t = %d", term.name(), term.first())
        .isCloseTo(expected, within(TOLERANCE * expected));
  }

  private static Path model(Case network) throws IOException {
    Path source = UNETS.resolve(network.network()).resolve("unet");
    Path model = folder.resolve(Integer.toHexString(network.toString().hashCode()));
    Files.createDirectories(model.resolve("unet"));
    Files.createDirectories(model.resolve("scheduler"));
    for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
      Files.copy(source.resolve(file), model.resolve("unet").resolve(file));
    }
    Files.writeString(model.resolve("scheduler/scheduler_config.json"), network.scheduler());
    return model;
  }

  private static ImagePlus images(Reference reference, boolean grey) {
    ImageStack slices = new ImageStack(reference.width(), reference.height());
    for (int i = 0; i < reference.grey().length; i++) {
      slices.addSlice(grey ? grey(reference, i) : rgb(reference, i));
    }
    return new ImagePlus("images", slices);
  }

  private static ImageProcessor grey(Reference reference, int image) {
    return new ByteProcessor(reference.width(), reference.height(), bytes(reference.grey()[image]));
  }

  private static ImageProcessor rgb(Reference reference, int image) {
    int[][] planes = reference.rgb()[image];
    ColorProcessor processor = new ColorProcessor(reference.width(), reference.height());
    processor.setRGB(bytes(planes[0]), bytes(planes[1]), bytes(planes[2]));
    return processor;
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

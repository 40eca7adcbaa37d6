package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.task.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands put out beside or instead of an image like theirs, for every kind of image. */
class KindOutputsTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir static Path folder;
  private static Path grey;
  private static Path rgb;

  @BeforeAll
  static void writeModels() throws Exception {
    grey = TinyModel.create(folder.resolve("grey"), 1).path();
    rgb = TinyModel.create(folder.resolve("rgb"), 3).path();
  }

  private static Stream<Arguments> kinds() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind ->
                KindsTest.models(kind)
                    .map(model -> Arguments.of(kind, model.equals("rgb") ? rgb : grey)));
  }

  private static Map<String, Object> outputs(
      String command, ImagePlus image, Path model, String options) {
    CommandRun run =
        new CommandRun(Diffusion_Command.title(command), Diffusion_Command.type(command));
    Map<String, Object> values = run.spec().read(options + " model=[" + model + "]");
    return run.outputs(values, image, MODELS, Progress.NONE);
  }

  private static ImagePlus result(String command, ImagePlus image, Path model, String options) {
    return (ImagePlus) outputs(command, image, model, options).get("result");
  }

  private static void assertFinite(double[] values) {
    assertThat(Arrays.stream(values)).allMatch(Double::isFinite);
  }

  private static void assertDescribed(ImagePlus result) {
    assertFinite(Pixels.values(result));
    assertThat(result.getCalibration().pixelWidth).isEqualTo(0.25);
    assertThat(result.getCalibration().pixelHeight).isEqualTo(0.5);
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(result.getInfoProperty()).isEqualTo("objective: 63x");
    assertThat(result.getProp("sample")).isEqualTo("wing disc");
    assertThat(result.getProp("diffusionj.command")).startsWith("Diffusion ");
    assertThat(result.getRoi()).isNull();
  }

  private static boolean colours(ImagePlus image) {
    return PixelType.of(image) == PixelType.RGB;
  }

  private static int channels(ImagePlus image) {
    return colours(image) ? 3 : image.getNChannels();
  }

  /** A hyperstack with the (z, t) of the image, and kinds of each, along Z. */
  private static void assertAlongDepth(KindScene scene, ImagePlus result, int kinds, int frames) {
    ImagePlus image = scene.image();
    int groups = image.getNSlices() * image.getNFrames();
    assertDescribed(result);
    assertThat(result.getBitDepth()).isEqualTo(32);
    assertThat(result.getDimensions())
        .containsExactly(
            image.getWidth(), image.getHeight(), channels(image), groups * kinds, frames);
    scene.assertOverlay(
        result,
        slice -> {
          int[] place = result.convertIndexToPosition(slice);
          int group = (place[1] - 1) / kinds;
          return colours(image) ? group + 1 : group * image.getNChannels() + place[0];
        });
    scene.assertUntouched();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void momentsOfDenoisingAreLikeTheImage(Kind kind, Path model) {
    KindScene scene = KindScene.of(kind);
    ImagePlus way = result("denoise", scene.image(), model, "t=300 steps=2 sampler=ddim frames=2");
    assertAlongDepth(scene, way, 2, 2);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void severalSamplesOfInpaintingAreLikeTheImage(Kind kind, Path model) {
    KindScene scene = KindScene.of(kind);
    ImagePlus samples = result("inpaint", scene.image(), model, "steps=2 samples=2");
    assertAlongDepth(scene, samples, 4, 1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void uncertaintyAndResidualOfRestoringAreLikeTheImage(Kind kind, Path model) {
    KindScene scene = KindScene.of(kind);
    ImagePlus image = scene.image();
    double sigma = image.getBitDepth() == 16 ? 3000 : 20;
    Map<String, Object> outputs =
        outputs(
            "restore",
            image,
            model,
            "samples=2 steps=2 uncertainty=deviation residual sigma=" + sigma);
    ImagePlus deviation = (ImagePlus) outputs.get("result");
    ImagePlus residual = (ImagePlus) outputs.get("difference");

    assertDescribed(deviation);
    assertThat(deviation.getBitDepth()).isEqualTo(32);
    assertThat(deviation.getNChannels()).isEqualTo(2 * channels(image));
    assertThat(deviation.getNSlices()).isEqualTo(image.getNSlices());
    assertThat(deviation.getNFrames()).isEqualTo(image.getNFrames());
    int planes = colours(image) ? 3 : 1;
    scene.assertOverlay(deviation, slice -> (slice - 1) / 2 / planes + 1);

    assertDescribed(residual);
    assertThat(residual.getBitDepth()).isEqualTo(32);
    assertThat(residual.getStackSize()).isEqualTo(planes * image.getStackSize());
    assertThat(residual.getNFrames()).isEqualTo(image.getNFrames());
    scene.assertOverlay(residual, slice -> (slice - 1) / planes + 1);
    scene.assertUntouched();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anInterpolationIsLikeTheSliceInView(Kind kind, Path model) {
    KindScene scene = KindScene.of(kind);
    ImagePlus image = scene.image();
    ImagePlus other = kind.open();
    other.setTitle("other");
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(other);
    ImagePlus way;
    try {
      way =
          result(
              "analysis.interpolate",
              image,
              model,
              "image2=other t=300 n=3 steps=2 latents=inverted");
    } finally {
      Interpreter.removeBatchModeImage(other);
      Interpreter.batchMode = false;
    }

    assertDescribed(way);
    assertThat(PixelType.of(way)).isEqualTo(PixelType.of(image));
    assertThat(way.getNChannels()).isEqualTo(image.getNChannels());
    assertThat(way.getNSlices()).isEqualTo(3);
    for (int c = 0; !colours(image) && c < way.getNChannels(); c++) {
      assertThat(way.getLuts()[c].getBytes()).isEqualTo(image.getLuts()[c].getBytes());
      assertThat(way.getLuts()[c].max).isEqualTo(image.getLuts()[c].max);
    }
    int first = image.getStackSize() - image.getNChannels();
    scene.assertOverlay(way, slice -> first + (slice - 1) % image.getNChannels() + 1);
    assertThat(scene.counted().read()).allMatch(slice -> slice > first);
    scene.assertUntouched();
  }

  private static void assertFinite(ResultsTable table, String... columns) {
    assertThat(table.size()).isPositive();
    for (String column : columns) {
      assertFinite(table.getColumn(column));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRoundTripHasFiniteNumbers(Kind kind, Path model) {
    KindScene scene = KindScene.of(kind);
    Map<String, Object> outputs =
        outputs("analysis.round_trip", scene.image(), model, "t_list=300 steps=2 seeds=2");
    // No SSIM of images that are smaller than its window.
    assertFinite(
        (ResultsTable) outputs.get("resultTable"), "PSNR", "PSNR_sd", "Correlation", "t", "n");
    assertFinite(Pixels.values((ImagePlus) outputs.get("montage")));
    scene.assertUntouched();
  }

  private static Stream<Arguments> kindsWithGreyLevels() {
    return Arrays.stream(Kind.values())
        .filter(kind -> PixelType.of(kind.open()).bounded())
        .flatMap(kind -> KindsTest.models(kind).map(model -> Arguments.of(kind, model)));
  }

  /** A network of one level takes sizes that are odd, which the bound does not pad. */
  private static Path flat(String model) throws IOException {
    Levels levels = new Levels(List.of(BlockType.DOWN), List.of(BlockType.UP), List.of(8), 1);
    UNetConfig network =
        TinyModel.withoutMiddleAttention(
            UNetConfig.of(16, model.equals("rgb") ? 3 : 1, levels, 8, 4));
    return TinyModel.create(folder.resolve("flat " + model), network, Prediction.EPSILON).path();
  }

  @ParameterizedTest
  @MethodSource("kindsWithGreyLevels")
  void aVariationalBoundHasFiniteNumbers(Kind kind, String model) throws IOException {
    KindScene scene = KindScene.of(kind);
    Map<String, Object> outputs =
        outputs(
            "analysis.variational_bound", scene.image(), flat(model), "timesteps=2 table=images");
    ResultsTable table = (ResultsTable) outputs.get("resultTable");
    assertFinite(table, "L_T", "L_t-1", "L_t-1_error", "L_0", "L_0_error", "Total", "Total_error");
    int planes = scene.image().getStackSize() * (colours(scene.image()) ? 3 : 1);
    assertThat(table.size()).isEqualTo(model.equals("rgb") ? planes / 3 : planes);
    scene.assertUntouched();
  }
}

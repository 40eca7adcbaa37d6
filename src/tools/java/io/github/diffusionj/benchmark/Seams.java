package io.github.diffusionj.benchmark;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.denoise.DenoiseOptions;
import io.github.diffusionj.task.denoise.DenoiseTask;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import io.github.diffusionj.task.noise.ForwardForm;
import io.github.diffusionj.task.noise.NoiseOptions;
import io.github.diffusionj.task.noise.NoiseTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether an image of 2,048 × 2,048 pixels shows where its windows begin and end, after it was
 * generated, noised and denoised, and inpainted with the bundled model: the mean absolute
 * difference of neighbours across the edges of windows over that across all other columns and rows,
 * which is about 1 where there is no seam; and how often the latter spreads that far.
 *
 * <p>{@code mvn -q -Pbenchmark -Dbenchmark.name=Seams -Dbenchmark.argument=FOLDER} writes the
 * images into the folder; {@code OMP_NUM_THREADS} says how many threads work on it.
 */
public final class Seams {

  private static final OpenModels MODELS = new OpenModels();

  private static final Path MODEL = Path.of("sample-models", "nuclei-64");
  private static final RangeChoice BYTE = RangeChoice.of(0, 255);
  private static final int SIZE = 2048;

  /** Five windows of 512 along each axis, as evenly spread as they are. */
  private static final int STRIDE = (SIZE - 512) / 4;

  private Seams() {}

  /**
   * Measures.
   *
   * @param args the folder for the images
   */
  public static void main(String[] args) throws IOException {
    Torch.use(new EngineSettings("auto", 0, Precision.FLOAT32));
    Path folder = Path.of(args[0]);
    ImagePlus generated = generated();
    measure("generated", generated, folder);
    measure("noised and denoised", denoised(generated), folder);
    measure("inpainted", inpainted(generated), folder);
    System.exit(0); // threads of ImageJ's filters would wait for more work
  }

  private static SamplerOptions sampler(int steps) {
    return new SamplerOptions(
        SamplerKind.AUTO, OptionalInt.of(steps), SpacingChoice.AUTO, 0, Optional.empty(), 1);
  }

  private static ImagePlus generated() throws IOException {
    OptionalInt size = OptionalInt.of(SIZE);
    GenerateOptions options = new GenerateOptions(MODEL, 1, size, size, sampler(10), 1);
    return new GenerateTask(options, MODELS).run(Progress.NONE);
  }

  private static ImagePlus denoised(ImagePlus image) throws IOException {
    ScheduleChoice schedule = ScheduleChoice.of(ModelFolder.open(MODEL));
    NoiseOptions noise = new NoiseOptions(schedule, 200, 1, ForwardForm.ONE_STEP, BYTE, 1);
    ImagePlus noisy = new NoiseTask(noise).run(image, Progress.NONE);
    DenoiseOptions options =
        new DenoiseOptions(MODEL, OptionalInt.empty(), sampler(4), RangeChoice.AUTO, 1);
    return new DenoiseTask(options, MODELS).run(noisy, Progress.NONE);
  }

  /** Of nine squares, whose edges are not those of windows, and which reach from edge to edge. */
  private static ImagePlus inpainted(ImagePlus image) throws IOException {
    ShapeRoi squares = new ShapeRoi(new Roi(0, 0, 500, 500));
    for (int i = 1; i < 9; i++) {
      squares.or(new ShapeRoi(new Roi(774 * (i % 3), 774 * (i / 3), 500, 500)));
    }
    image.setRoi(squares);
    InpaintOptions options = new InpaintOptions(MODEL, sampler(6), InpaintMethod.REPLACE, BYTE);
    ImagePlus filled = new InpaintTask(options, MODELS).run(image, Progress.NONE);
    image.deleteRoi();
    return filled;
  }

  private static void measure(String name, ImagePlus image, Path folder) throws IOException {
    ImageFiles.writeTiff(image, folder.resolve(name.replace(' ', '-') + ".tif"));
    double[] steps = new double[2 * SIZE];
    for (int i = 1; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        steps[i] += Math.abs(image.getProcessor().getf(i, j) - image.getProcessor().getf(i - 1, j));
        steps[SIZE + i] +=
            Math.abs(image.getProcessor().getf(j, i) - image.getProcessor().getf(j, i - 1));
      }
    }
    double[] edges = select(steps, true);
    double[] others = select(steps, false);
    double mean = DoubleStream.of(others).average().orElseThrow();
    double most = DoubleStream.of(edges).max().orElseThrow();
    long higher = DoubleStream.of(others).filter(step -> step >= most).count();
    System.out.printf(
        Locale.ROOT,
        "%s: the step across edges of windows is %.3f of that elsewhere; the largest is %.3f, which"
            + " %.1f %% of the others reach%n",
        name,
        DoubleStream.of(edges).average().orElseThrow() / mean,
        most / mean,
        100.0 * higher / others.length);
  }

  /** Of both axes, without the first pixel, which has no neighbour. */
  private static double[] select(double[] steps, boolean edges) {
    return IntStream.range(0, steps.length)
        .filter(i -> i % SIZE != 0 && isEdge(i % SIZE) == edges)
        .mapToDouble(i -> steps[i])
        .toArray();
  }

  /** Where a window begins, or the pixel after its end. */
  private static boolean isEdge(int pixel) {
    boolean begins = pixel % STRIDE == 0 && pixel <= 4 * STRIDE;
    return begins || (pixel % STRIDE == 512 % STRIDE && pixel >= 512);
  }
}

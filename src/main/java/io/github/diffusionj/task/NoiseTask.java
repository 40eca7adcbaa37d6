package io.github.diffusionj.task;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.diffusion.ForwardStep;
import io.github.diffusionj.diffusion.NoiseField;
import io.github.diffusionj.diffusion.NoiseSchedule;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.IntensityRange;
import io.github.diffusionj.image.OutputType;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import io.github.diffusionj.image.ResultImage;
import io.github.diffusionj.image.Trajectory;
import java.util.Arrays;
import java.util.List;

/**
 * Noises an image: the forward process from x_0 to x_t. The result is 32-bit in the image's own
 * units, neither rounded nor clipped, and records t, the schedule and the mapping.
 */
public final class NoiseTask {

  private final NoiseOptions options;
  private final NoiseField noise;

  /** Prepares the task. */
  public NoiseTask(NoiseOptions options) {
    this.options = options;
    this.noise = new NoiseField(options.seed());
  }

  /**
   * Noises every slice, each with its own noise.
   *
   * @return a new image, not shown
   * @throws IllegalArgumentException if the image does not suit the schedule's model or the range
   */
  public ImagePlus run(ImagePlus image, Progress progress) {
    ImageItems items = ImageItems.of(image, options.schedule().channels());
    IntensityRange range = range(image);
    ImagePlus result =
        options.frames() == 1
            ? single(items, range, 0, OutputType.FLOAT32, progress)
            : trajectory(items, range, progress);
    record(items, range).writeTo(result);
    return result;
  }

  /**
   * What would become of one slice, in the image's own pixel type.
   *
   * @param slice 1…number of slices
   * @throws IllegalArgumentException as {@link #run} does, and if the model needs several slices
   */
  public ImageProcessor preview(ImagePlus image, int slice) {
    IntensityRange range = range(image);
    ImageProcessor pixels = image.getStack().getProcessor(slice);
    ImagePlus alone = new ImagePlus(image.getTitle(), pixels.duplicate());
    ImageItems items = ImageItems.of(alone, options.schedule().channels());
    long first = (long) (slice - 1) * items.count();
    ImageProcessor preview =
        single(items, range, first, OutputType.SOURCE, Progress.NONE).getProcessor();
    preview.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
    return preview;
  }

  private IntensityRange range(ImagePlus image) {
    return options.range().resolve(image, options.schedule().range());
  }

  private ImagePlus single(
      ImageItems items, IntensityRange range, long first, OutputType type, Progress progress) {
    ResultImage result = ResultImage.like(items, type, title(items));
    forEach(
        items,
        progress,
        item -> {
          ForwardPath path = new ForwardPath(items, item, first + item, range);
          result.write(item, path.to(options.t()));
        });
    return result.finish();
  }

  private ImagePlus trajectory(ImageItems items, IntensityRange range, Progress progress) {
    NoiseSchedule schedule = options.schedule().schedule();
    int[] times = FrameTimes.evenly(options.t(), options.frames());
    List<Trajectory.Frame> frames =
        Arrays.stream(times).mapToObj(t -> new Trajectory.Frame(t, schedule.alphaBar(t))).toList();
    Trajectory result = Trajectory.of(items, frames, List.of("x_t"), title(items));
    forEach(
        items,
        progress,
        item -> {
          ForwardPath path = new ForwardPath(items, item, item, range);
          for (int frame = 0; frame < times.length; frame++) {
            result.write(item, frame, 0, path.to(times[frame]));
          }
        });
    return result.finish();
  }

  private static void forEach(
      ImageItems items, Progress progress, java.util.function.IntConsumer work) {
    for (int item = 0; item < items.count(); item++) {
      progress.checkCancelled();
      work.accept(item);
      progress.report((item + 1.0) / items.count(), "Noising " + items.label(item));
    }
  }

  private String title(ImageItems items) {
    return "x_%d of %s".formatted(options.t(), items.title());
  }

  private Provenance record(ImageItems items, IntensityRange range) {
    return Provenance.by("Diffusion Noise")
        .with(ProvenanceKey.SCHEDULE, options.schedule().text())
        .with(ProvenanceKey.T, options.t())
        .with(ProvenanceKey.SEED, options.seed())
        .with(ProvenanceKey.VERSION, Version.current())
        .with(range)
        .withSource(items);
  }

  /** One image on its way from x_0 to later and later t. */
  private final class ForwardPath {

    private final ImageItems items;
    private final long index;
    private final IntensityRange range;
    private final float[] clean;
    private final float[] values;
    private final float[] epsilon;
    private int t;

    ForwardPath(ImageItems items, int item, long index, IntensityRange range) {
      this.items = items;
      this.index = index;
      this.range = range;
      clean = items.read(item);
      range.toModel(clean);
      values = clean.clone();
      epsilon = new float[clean.length];
    }

    /** x_t in the image's own units. */
    float[] to(int target) {
      if (options.form() == ForwardForm.ONE_STEP) {
        draw(0);
        ForwardStep.between(options.schedule().schedule(), 0, target).apply(clean, epsilon, values);
      } else {
        while (t < target) {
          chainStep();
        }
      }
      float[] pixels = values.clone();
      range.fromModel(pixels);
      return pixels;
    }

    private void chainStep() {
      draw(t + 1);
      ForwardStep.between(options.schedule().schedule(), t, t + 1).apply(values, epsilon, values);
      t++;
    }

    private void draw(int stream) {
      noise.fill(epsilon, 0, index, stream, items.channels(), items.height(), items.width());
    }
  }
}

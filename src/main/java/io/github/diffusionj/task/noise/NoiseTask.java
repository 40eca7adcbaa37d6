package io.github.diffusionj.task.noise;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.part.SliceChoice;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.task.Version;
import io.github.diffusionj.task.sampling.FrameTimes;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

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

  /** Noises a whole image. */
  public ImagePlus run(ImagePlus image, Progress progress) {
    return run(ImagePart.whole(image), progress);
  }

  /**
   * Noises every slice, each with its own noise.
   *
   * @return a new image, not shown
   * @throws IllegalArgumentException if the image does not suit the schedule's model or the range
   */
  public ImagePlus run(ImagePart part, Progress progress) {
    ImageItems items = ImageItems.of(part, options.schedule().channels());
    IntensityRange range = range(part);
    ImagePlus result =
        options.frames() == 1
            ? single(
                items, range, ResultImage.like(items, OutputType.FLOAT32, title(items)), progress)
            : trajectory(items, range, progress);
    record(items, range).writeTo(result);
    return result;
  }

  /**
   * What would become of one slice, in the image's own pixel type.
   *
   * @param choice of what is noised; a slice beyond it stays as it is
   * @param slice 1…number of slices
   * @throws IllegalArgumentException as {@link #run} does
   */
  public ImageProcessor preview(ImagePlus image, ItemChoice choice, int slice) {
    int channels = options.schedule().channels();
    ImagePart part = choice.of(image);
    ImageItems.of(part, channels); // refuses what run would refuse
    IntensityRange range = range(part);
    int[] place = image.convertIndexToPosition(slice);
    if (IntStream.of(part.slices()).noneMatch(chosen -> chosen == slice)) {
      return shown(image.getStack().getProcessor(slice).duplicate(), image);
    }
    int channel = channels == 1 && image.getNChannels() > 1 ? place[0] : choice.channel();
    ImagePart alone = new ItemChoice(SliceChoice.at(place[1], place[2]), channel).of(image);
    ImageItems items = ImageItems.of(alone, channels);
    ImagePlus noised = single(items, range, ResultImage.copyOf(items, title(items)), Progress.NONE);
    int among = alone.slices().length == 1 ? 1 : place[0];
    return shown(noised.getStack().getProcessor(among), image);
  }

  private static ImageProcessor shown(ImageProcessor slice, ImagePlus image) {
    slice.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
    return slice;
  }

  private IntensityRange range(ImagePart part) {
    return options.range().resolve(part.image(), options.schedule().range());
  }

  private ImagePlus single(
      ImageItems items, IntensityRange range, ResultImage result, Progress progress) {
    forEach(
        items,
        progress,
        item -> {
          ForwardPath path = new ForwardPath(items, item, range, progress);
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
          ForwardPath path = new ForwardPath(items, item, range, progress);
          for (int frame = 0; frame < times.length; frame++) {
            result.write(item, frame, 0, path.to(times[frame]));
          }
        });
    return result.finish();
  }

  private static void forEach(ImageItems items, Progress progress, IntConsumer work) {
    for (int item = 0; item < items.count(); item++) {
      progress.checkCancelled();
      work.accept(item);
      progress.report((item + 1.0) / items.count(), "Noising " + items.label(item));
    }
  }

  private String title(ImageItems items) {
    return "x_%d of %s".formatted(options.t(), items.title());
  }

  /** A trajectory has no t of its own: each of its slices is at another one. */
  private Provenance record(ImageItems items, IntensityRange range) {
    Provenance record =
        Provenance.by("Diffusion Noise")
            .with(ProvenanceKey.SCHEDULE, options.schedule().text())
            .with(ProvenanceKey.SEED, options.seed())
            .with(ProvenanceKey.VERSION, Version.current())
            .with(range)
            .withSource(items.originalType(), items.image());
    return options.frames() == 1 ? record.with(ProvenanceKey.T, options.t()) : record;
  }

  /** One image on its way from x_0 to later and later t. */
  private final class ForwardPath {

    private final ImageItems items;
    private final int item;
    private final IntensityRange range;
    private final float[] clean;
    private final float[] values;
    private final float[] epsilon;
    private final Progress progress;
    private int t;

    ForwardPath(ImageItems items, int item, IntensityRange range, Progress progress) {
      this.items = items;
      this.item = item;
      this.range = range;
      this.progress = progress;
      clean = items.read(item);
      range.toModel(clean);
      values = clean.clone();
      epsilon = new float[clean.length];
    }

    /** x_t in the image's own units. */
    float[] to(int target) {
      if (options.form() == ForwardForm.ONE_STEP) {
        draw(NoiseStream.INITIAL.first());
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
      progress.checkCancelled();
      draw(NoiseStream.CHAIN.number(t + 1));
      ForwardStep.between(options.schedule().schedule(), t, t + 1).apply(values, epsilon, values);
      t++;
    }

    private void draw(int stream) {
      noise.fill(
          epsilon, 0, items.place(item), stream, items.channels(), items.height(), items.width());
    }
  }
}

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
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
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

  /** Noises with these options; each run gives the same noise. */
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
    MappedItems mapped = new MappedItems(items, ranges(items));
    ImagePlus result =
        options.frames() == 1
            ? single(mapped, ResultImage.like(items, OutputType.FLOAT32, title(items)), progress)
            : trajectory(mapped, progress);
    record(mapped).writeTo(result);
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
    ChannelRanges ranges = ranges(ImageItems.of(part, channels)); // refuses what run would
    int[] place = image.convertIndexToPosition(slice);
    if (IntStream.of(part.slices()).noneMatch(chosen -> chosen == slice)) {
      return shown(image.getStack().getProcessor(slice).duplicate(), image);
    }
    int channel = channels == 1 && image.getNChannels() > 1 ? place[0] : choice.channel();
    ImagePart alone = new ItemChoice(SliceChoice.at(place[1], place[2]), channel).of(image);
    ImageItems items = ImageItems.of(alone, channels);
    MappedItems mapped = new MappedItems(items, of(items, ranges, place[0] - 1));
    ImagePlus noised = single(mapped, ResultImage.copyOf(items, title(items)), Progress.NONE);
    int among = alone.slices().length == 1 ? 1 : place[0];
    return shown(noised.getStack().getProcessor(among), image);
  }

  private static ImageProcessor shown(ImageProcessor slice, ImagePlus image) {
    slice.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
    return slice;
  }

  /** The ranges, or that of the one channel that there is. */
  private static ChannelRanges of(ImageItems items, ChannelRanges ranges, int channel) {
    return ranges.fit(items.imageChannels()) ? ranges : ChannelRanges.same(ranges.of(channel));
  }

  private ChannelRanges ranges(ImageItems items) {
    return options.range().resolve(items, options.schedule().range());
  }

  private ImagePlus single(MappedItems mapped, ResultImage result, Progress progress) {
    forEach(
        mapped.items(),
        progress,
        item -> {
          ForwardPath path = new ForwardPath(mapped, item, progress);
          result.write(item, path.to(options.t()));
        });
    return result.finish();
  }

  private ImagePlus trajectory(MappedItems mapped, Progress progress) {
    ImageItems items = mapped.items();
    NoiseSchedule schedule = options.schedule().schedule();
    int[] times = FrameTimes.evenly(options.t(), options.frames());
    List<Trajectory.Frame> frames =
        Arrays.stream(times).mapToObj(t -> new Trajectory.Frame(t, schedule.alphaBar(t))).toList();
    Trajectory result = Trajectory.of(items, frames, List.of("x_t"), title(items));
    forEach(
        items,
        progress,
        item -> {
          ForwardPath path = new ForwardPath(mapped, item, progress);
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
  private Provenance record(MappedItems mapped) {
    Provenance record =
        Provenance.by("Diffusion Noise")
            .with(ProvenanceKey.SCHEDULE, options.schedule().text())
            .with(ProvenanceKey.SEED, options.seed())
            .with(ProvenanceKey.VERSION, Version.current())
            .with(mapped.ranges())
            .withSource(mapped.items().originalType(), mapped.items().image());
    return options.frames() == 1 ? record.with(ProvenanceKey.T, options.t()) : record;
  }

  /** One image on its way from x_0 to later and later t. */
  private final class ForwardPath {

    private final MappedItems mapped;
    private final int item;
    private final float[] clean;
    private final float[] values;
    private final float[] epsilon;
    private final Progress progress;
    private int t;

    ForwardPath(MappedItems mapped, int item, Progress progress) {
      this.mapped = mapped;
      this.item = item;
      this.progress = progress;
      clean = mapped.read(item);
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
      mapped.fromModel(item, pixels);
      return pixels;
    }

    private void chainStep() {
      progress.checkCancelled();
      draw(NoiseStream.CHAIN.number(t + 1));
      ForwardStep.between(options.schedule().schedule(), t, t + 1).apply(values, epsilon, values);
      t++;
    }

    private void draw(int stream) {
      ImageItems items = mapped.items();
      noise.fill(
          epsilon, 0, items.place(item), stream, items.channels(), items.height(), items.width());
    }
  }
}

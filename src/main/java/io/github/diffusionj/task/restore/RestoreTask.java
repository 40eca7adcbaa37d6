package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.restoration.NoiseTime;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.Version;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Cleans a real noisy image. Its noise is made Gaussian, mapped to the fractional t at which the
 * model's forward process has as much, and √ᾱ_t·y is taken for x_t.
 *
 * <p>One network call gives the posterior mean E[x_0 | y], the estimate with the least squared
 * error (Tweedie's formula; Efron 2011). Samples from the posterior come from DDIM with η = 1
 * (Song, Meng and Ermon 2021), each with its own noise; their mean and standard deviation are those
 * of the posterior as the model has it. More steps for a single estimate go the way of DDIM with η
 * = 0.
 *
 * <p>Where there is too little light for the Anscombe transform noise is added, see {@link
 * MissingNoise}; each sample gets its own.
 *
 * <p>The estimate is corrected so that intensities stay calibrated, see {@link Samples#correct}.
 */
public final class RestoreTask {

  private final RestoreOptions options;
  private final ModelSession models;
  private final boolean wantsResidual;

  /**
   * A task with its options and its model.
   *
   * @param models where it gets its model from
   * @param wantsResidual whether to show what was taken away
   */
  public RestoreTask(RestoreOptions options, ModelSession models, boolean wantsResidual) {
    this.options = options;
    this.models = models;
    this.wantsResidual = wantsResidual;
  }

  /** Cleans a whole image. */
  public Restored run(ImagePlus image, Progress progress) throws IOException {
    return run(ImagePart.whole(image), progress);
  }

  /**
   * Cleans every slice.
   *
   * @return new images, not shown: of the pixel type that is asked for, or 32-bit with uncertainty
   * @throws IllegalArgumentException if an option doesn't fit the image or the model
   * @throws IOException if the model can't be opened
   */
  public Restored run(ImagePart part, Progress progress) throws IOException {
    return models.use(options.model(), progress, (model, hash) -> run(part, model, hash, progress));
  }

  private Restored run(ImagePart part, DiffusionModel model, String hash, Progress progress) {
    ImageItems items = ImageItems.of(part, model.folder().network().inChannels());
    NoiseSearch search = new NoiseSearch(part.image(), items, model.folder(), options);
    RestoreOutput output = new RestoreOutput(items, options, wantsResidual);
    int count = items.imageChannels() / items.channels();
    List<Group> groups = new ArrayList<>();
    for (int group = 0; group < count; group++) { // all are found before one is sampled
      groups.add(new Group(model, output, search.of(group, count), group, count));
    }
    for (Group group : groups) {
      group.run(progress.part((double) group.group / count, (group.group + 1.0) / count));
    }
    output.note().ifPresent(progress::note);
    if (groups.stream().anyMatch(group -> group.steps.isEmpty())) {
      progress.note(
          "'%s' is of one value%s, which is left as it is."
              .formatted(items.title(), count > 1 ? " in at least one channel" : ""));
    }
    double residualSigma = groups.stream().mapToDouble(Group::greySigma).max().orElse(0);
    int steps = groups.stream().mapToInt(group -> group.steps.size()).max().orElse(0);
    Provenance record =
        Records.by("Diffusion Restore", model.folder(), hash, 1)
            .with(
                ProvenanceKey.NOISE,
                groups.stream().map(group -> group.noise.text()).collect(Collectors.joining("; ")))
            .with(ProvenanceKey.SAMPLES, options.samples())
            .with(ProvenanceKey.SEED, options.seed())
            .with(ProvenanceKey.VERSION, Version.current());
    record = steps == 0 ? record : record.with(ProvenanceKey.STEPS, steps);
    for (Group group : groups) {
      record = group.sampling.record(record);
    }
    return output.finish(record, residualSigma);
  }

  /** The items of one channel, which have the same noise. */
  private final class Group {

    private final RestoreOutput output;
    private final PlaneNoise noise;
    private final int group;
    private final int groups;
    private final List<SamplingStep> steps;
    private final double signal;
    private final ItemSampling sampling;
    private final NoisyItems noisy;
    private Samples samples;

    Group(DiffusionModel model, RestoreOutput output, PlaneNoise noise, int group, int groups) {
      this.output = output;
      this.noise = noise;
      this.group = group;
      this.groups = groups;
      this.samples = noSamples();
      if (noise.modelSigma() == 0) {
        steps = List.of();
        signal = 1;
      } else {
        TimePoint start = start(model.schedule());
        steps = plan(model.schedule(), start);
        signal = Math.sqrt(start.alphaBar());
      }
      ImageItems items = output.items();
      sampling = new ItemSampling(model, steps, sampler(), items.width(), items.height());
      noisy = new NoisyItems(items, noise);
    }

    private Samples noSamples() {
      return new Samples(options.uncertainty(), options.samples());
    }

    private TimePoint start(NoiseSchedule schedule) {
      double most = Math.exp(-schedule.logSnr(schedule.steps()) / 2);
      if (noise.modelSigma() > most) {
        throw new IllegalArgumentException(
            "The noise must be at most %.4g times the range of intensities for this model, but is %.4g times %s..%s."
                .formatted(
                    most / 2, noise.modelSigma() / 2, noise.range().low(), noise.range().high()));
      }
      return NoiseTime.of(schedule, noise.modelSigma());
    }

    private List<SamplingStep> plan(NoiseSchedule schedule, TimePoint start) {
      double eta = options.samples() > 1 ? 1 : 0;
      int count = options.stepsFrom(start.t());
      if (options.samples() > 1 && count < 2) {
        throw new IllegalArgumentException(
            "The noise is too weak for this model to draw samples from: it lies at t = %.1f, and samples need 2 or more; samples must be 1."
                .formatted(start.t()));
      }
      return new DdimSampler(eta).steps(schedule, NoiseTime.points(schedule, start, count));
    }

    /** The standard deviation of the noise in grey values, in the middle of the range. */
    double greySigma() {
      double middle = (noise.range().low() + noise.range().high()) / 2;
      float[] ends = {(float) middle, (float) (middle + noise.sigma())};
      noise.range().toModel(ends);
      noise.fromModel(ends);
      return Math.abs(ends[1] - ends[0]);
    }

    void run(Progress progress) {
      int count = output.items().count() / groups * options.samples();
      sampling.run(ItemSource.of(count, this::place).from(this::start), this::take, progress);
    }

    /** Nothing is clipped, so that no bright spot is lost. */
    private SamplerOptions sampler() {
      return new SamplerOptions(
          SamplerKind.DDIM,
          OptionalInt.empty(),
          TimestepSpacing.TRAILING,
          options.samples() > 1 ? 1 : 0,
          Optional.of(false),
          seed());
    }

    /** Channels have noise of their own. */
    private long seed() {
      return options.seed() + output.items().place(group) % wholeGroups();
    }

    private int wholeGroups() {
      return output.items().wholeChannels() / output.items().channels();
    }

    private int item(int index) {
      return index / options.samples() * groups + group;
    }

    private long place(int index) {
      long item = output.items().place(item(index)) / wholeGroups();
      return item * options.samples() + index % options.samples();
    }

    private float[] start(int index) {
      float[] values = noised(index);
      for (int i = 0; i < values.length; i++) {
        values[i] *= (float) signal;
      }
      return values;
    }

    private float[] noised(int index) {
      NoisyItems.NoisyItem item = noisy.get(item(index));
      float[] values = item.seen().clone();
      noise.toModel(values);
      item.missing().ifPresent(m -> m.addTo(values, new NoiseField(seed()), place(index)));
      return values;
    }

    private void take(int index, float[] values) {
      noise.fromModel(values);
      samples.add(values);
      if (samples.complete()) {
        int item = item(index);
        output.write(item, noisy.release(item), samples, !steps.isEmpty());
        samples = noSamples();
      }
    }
  }
}

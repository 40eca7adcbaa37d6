package io.github.diffusionj.yardstick;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.guidance.Guidance;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a model generates; as many of each class, if there are classes. */
final class Generated {

  private static final long SEED = 9;

  private final DiffusionModel model;
  private final int size;
  private final int channels;
  private final List<SamplingStep> steps;

  /** By a sampler, for ddim without noise in its steps. */
  Generated(DiffusionModel model, String sampler, int steps) {
    this.model = model;
    this.size = model.folder().network().sampleSize();
    this.channels = model.folder().network().inChannels();
    SamplerOptions options =
        new SamplerOptions(
            SamplerKind.of(sampler),
            OptionalInt.of(steps),
            TimestepSpacing.TRAILING,
            0,
            Optional.of(true),
            SEED);
    NoiseSchedule schedule = model.schedule();
    this.steps = options.plan(model.folder().scheduler(), schedule, schedule.steps());
  }

  Patches patches(int n) throws IOException {
    int classes = Math.max(1, model.folder().notes().classes().size());
    Patches all = new Patches(new float[n * channels * size * size], n, channels, size);
    for (int c = 0; c < classes; c++) {
      int from = n * c / classes;
      int to = n * (c + 1) / classes;
      float[] part = sample(from, to - from, predictor(c));
      System.arraycopy(part, 0, all.values(), from * all.length(), part.length);
    }
    return all;
  }

  private Predictor predictor(int classIndex) throws IOException {
    boolean classes = model.folder().network().classes() > 0;
    return new GuidanceOptions(
            classes ? Optional.of(Integer.toString(classIndex)) : Optional.empty(), Guidance.of(1))
        .predictor(model);
  }

  private float[] sample(int first, int n, Predictor predictor) {
    SampleShape shape = new SampleShape(n, channels, size, size);
    NoiseField noise = new NoiseField(SEED);
    float[] start = new float[n * shape.imageLength()];
    for (int i = 0; i < n; i++) {
      noise.fill(start, i * shape.imageLength(), first + i, 0, channels, size, size);
    }
    SamplingRequest request =
        new SamplingRequest(shape, steps, noise, first, new Clipping.Fixed(1), Optional.empty());
    return model.sampling(predictor).run(start, request, SamplingListener.NONE, Progress.NONE);
  }
}

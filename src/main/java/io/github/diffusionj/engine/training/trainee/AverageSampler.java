package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.engine.network.OneClass;
import io.github.diffusionj.engine.network.ScriptModule;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingLoop;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.NetworkScript;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Generates images with the averaged weights while training goes on, by DDIM without noise. */
public final class AverageSampler implements AutoCloseable {

  private static final int STEPS = 25;

  private final ModelFolder target;
  private final Network network;

  /** With weights that go on changing and stay the caller's. */
  AverageSampler(
      ModelFolder target,
      NetworkScript script,
      List<NDArray> averages,
      Torch torch,
      NDManager manager)
      throws IOException {
    this.target = target;
    ScriptModule module = new ScriptModule(script, torch, manager);
    module.setWeights(averages, Precision.FLOAT32);
    this.network = Network.around(target, module, manager);
  }

  /**
   * Generates images, one class after the other where there are classes.
   *
   * @return n·C·size·size values in model space; the same seed gives the same noise
   */
  public float[] generate(int n, int size, long seed, Progress progress) {
    NoiseSchedule schedule = target.scheduler().schedule();
    int start = schedule.steps();
    List<SamplingStep> steps =
        new DdimSampler(0)
            .steps(
                schedule, TimestepSpacing.TRAILING.points(schedule, start, Math.min(STEPS, start)));
    SampleShape shape = new SampleShape(1, target.network().inChannels(), size, size);
    NoiseField noise = new NoiseField(seed);
    float[] all = new float[n * shape.imageLength()];
    for (int i = 0; i < n; i++) {
      float[] x = new float[shape.imageLength()];
      noise.fill(x, 0, i, NoiseStream.INITIAL.first(), shape.channels(), size, size);
      SamplingRequest request =
          new SamplingRequest(shape, steps, noise, i, new Clipping.Fixed(1), Optional.empty());
      float[] image =
          new SamplingLoop(predictor(i), target.scheduler().prediction(), network.manager())
              .run(x, request, SamplingListener.NONE, progress);
      System.arraycopy(image, 0, all, i * image.length, image.length);
    }
    return all;
  }

  private Predictor predictor(int image) {
    int names = target.notes().classes().size();
    return names == 0 ? network : new OneClass(network, image % names);
  }

  @Override
  public void close() {
    network.close();
  }
}

package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingLoop;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole trajectories of the sampling loop against those of diffusers' DDPMScheduler and
 * DDIMScheduler with the same network and noise: {@code src/test/python/sampling_golden.py}. The
 * network amplifies roundings a little at each of the ten steps, so 10⁻⁴ is allowed of values up to
 * 4.
 */
class SamplingGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/sampling/golden.safetensors");
  private static final Path MODEL = Path.of("src/test/resources/unet/plain");
  private static final NoiseField NOISE = new NoiseField(-1234567890123456789L);
  private static final int FIRST_IMAGE = 3;
  private static final SampleShape SHAPE = new SampleShape(2, 1, 8, 12);

  @ParameterizedTest
  @CsvSource({
    "ddpm, epsilon, true",
    "ddpm, sample, true",
    "ddpm, sample, false",
    "ddpm, v_prediction, true",
    "ddpm, v_prediction, false",
    "ddim0.0, epsilon, true",
    "ddim0.0, sample, true",
    "ddim0.0, sample, false",
    "ddim0.0, v_prediction, true",
    "ddim0.0, v_prediction, false",
    "ddim0.5, epsilon, true",
    "ddim0.5, sample, true",
    "ddim0.5, sample, false",
    "ddim0.5, v_prediction, true",
    "ddim0.5, v_prediction, false",
  })
  void trajectoryAgreesWithDiffusers(String sampler, String prediction, boolean clip)
      throws Exception {
    float[] expected = golden(sampler + "-" + prediction + (clip ? "-clipped" : ""));
    float[] actual = trajectory(sampler(sampler), Prediction.of(prediction), clip);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) Math.abs(actual[i] - expected[i]))
          .as("step %d: %s for %s", i / SHAPE.length(), actual[i], expected[i])
          .isLessThan(1e-4);
    }
  }

  @Test
  void fileHoldsNothingElse() throws Exception {
    try (Safetensors file = Safetensors.open(GOLDEN)) {
      assertThat(file.tensors()).hasSize(15);
      assertThat(file.tensors())
          .extracting(TensorSpec::shape)
          .containsOnly(List.of(11L, 2L, 1L, 8L, 12L));
    }
  }

  private static Sampler sampler(String name) {
    return name.equals("ddpm")
        ? new DdpmSampler(Variance.FIXED_SMALL)
        : new DdimSampler(Double.parseDouble(name.substring("ddim".length())));
  }

  private static float[] trajectory(Sampler sampler, Prediction prediction, boolean clip)
      throws IOException {
    ModelFolder folder = ModelFolder.open(MODEL);
    NoiseSchedule schedule = folder.scheduler().schedule();
    List<TimePoint> times = TimestepSpacing.TRAILING.points(schedule, schedule.steps(), 10);
    SamplingRequest request =
        new SamplingRequest(
            SHAPE,
            sampler.steps(schedule, times),
            NOISE,
            FIRST_IMAGE,
            clip ? new Clipping.Fixed(1) : Clipping.NONE,
            Optional.empty());
    float[] path = new float[(request.steps().size() + 1) * SHAPE.length()];
    try (Network network = Network.open(folder, Torch.get())) {
      SamplingLoop loop = new SamplingLoop(network, prediction, network.manager());
      float[] x0 = loop.run(start(), request, recordInto(path), Progress.NONE);
      System.arraycopy(x0, 0, path, path.length - x0.length, x0.length);
    }
    return path;
  }

  private static float[] start() {
    float[] start = new float[SHAPE.length()];
    for (int i = 0; i < SHAPE.images(); i++) {
      NOISE.fill(start, i * SHAPE.imageLength(), FIRST_IMAGE + i, 0, 1, 8, 12);
    }
    return start;
  }

  private static SamplingListener recordInto(float[] path) {
    return new SamplingListener() {
      @Override
      public boolean wants(int step) {
        return true;
      }

      @Override
      public void step(int step, int image, float[] xt, float[] x0) {
        int at = step * SHAPE.length() + image * SHAPE.imageLength();
        System.arraycopy(xt, 0, path, at, xt.length);
      }
    };
  }

  private static float[] golden(String name) throws IOException {
    try (Safetensors file = Safetensors.open(GOLDEN)) {
      float[] values = new float[Math.toIntExact(file.spec(name).size())];
      file.bytes(name).asFloatBuffer().get(values);
      return values;
    }
  }
}

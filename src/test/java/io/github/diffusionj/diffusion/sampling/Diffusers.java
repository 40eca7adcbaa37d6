package io.github.diffusionj.diffusion.sampling;

import com.google.gson.Gson;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What diffusers says, as written by {@code src/test/python/schedules.py}. */
@SuppressWarnings("ArrayRecordComponent") // filled from JSON and read once
record Diffusers(List<Schedule> schedules, List<Spacing> spacings, List<Trajectory> trajectories) {

  record Schedule(
      String schedule,
      int steps,
      double beta_start,
      double beta_end,
      int[] indices,
      double[] betas,
      double[] alphas_cumprod) {

    NoiseSchedule ours() {
      return NoiseSchedule.of(ScheduleType.of(schedule), steps, beta_start, beta_end);
    }

    @Override
    public String toString() {
      return schedule + " over " + steps;
    }
  }

  record Spacing(String spacing, int total, int[] timesteps) {
    @Override
    public String toString() {
      return spacing + " " + timesteps.length + " of " + total;
    }
  }

  record Trajectory(
      String sampler,
      String variance,
      double eta,
      String prediction_type,
      boolean clip,
      int[] timesteps,
      double[] x) {

    Sampler ours() {
      return sampler.equals("ddpm") ? new DdpmSampler(Variance.of(variance)) : new DdimSampler(eta);
    }

    @Override
    public String toString() {
      String sort = sampler.equals("ddpm") ? variance : "eta " + eta;
      return sampler + " " + sort + " " + prediction_type + (clip ? " clipped" : "");
    }
  }

  static Diffusers read() {
    try (Reader json =
        new InputStreamReader(
            Objects.requireNonNull(Diffusers.class.getResourceAsStream("diffusers.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(json, Diffusers.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** diffusers' indices as a person's t, with the final 0. */
  static int[] times(int[] indices) {
    return IntStream.concat(IntStream.of(indices).map(i -> i + 1), IntStream.of(0)).toArray();
  }
}

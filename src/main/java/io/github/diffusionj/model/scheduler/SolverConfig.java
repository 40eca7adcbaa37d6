package io.github.diffusionj.model.scheduler;

import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimeGrid;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.model.json.ConfigReader;
import java.util.Optional;

/**
 * How a model's scheduler class samples: the sampler with the file's options, and the times it
 * visits. A file may ask for what there is no sampler for; its model opens all the same, since the
 * user can name another sampler.
 *
 * @param kind diffusers' class
 * @param solver the sampler, or empty
 * @param grid the times
 * @param refusal a sentence that says why there is no sampler; empty if there is one
 */
public record SolverConfig(
    SchedulerClass kind, Optional<Sampler> solver, TimeGrid grid, String refusal) {

  /** Of a file that leaves everything at DDPM's defaults. */
  public static SolverConfig ddpm() {
    return new SolverConfig(
        SchedulerClass.DDPM,
        Optional.of(new DdpmSampler(Variance.FIXED_SMALL)),
        TimeGrid.of(TimestepSpacing.LEADING),
        "");
  }

  /** Reads the keys that say how to sample. */
  public static SolverConfig read(SchedulerClass kind, ConfigReader keys) {
    try {
      Sampler sampler = SolverReader.sampler(kind, keys);
      return new SolverConfig(kind, Optional.of(sampler), SolverReader.grid(kind, keys), "");
    } catch (IllegalArgumentException e) {
      TimeGrid grid = TimeGrid.of(TimestepSpacing.TRAILING);
      return new SolverConfig(kind, Optional.empty(), grid, e.getMessage());
    }
  }

  /**
   * The sampler.
   *
   * @throws IllegalArgumentException if there is none, with the reason
   */
  public Sampler sampler() {
    check();
    return solver.orElseThrow();
  }

  /**
   * The times.
   *
   * @throws IllegalArgumentException if there is no sampler, with the reason
   */
  public TimeGrid times() {
    check();
    return grid;
  }

  private void check() {
    if (solver.isEmpty()) {
      throw new IllegalArgumentException(
          "The model's own %s can't be followed; name another sampler and spacing: %s"
              .formatted(kind.className(), refusal));
    }
  }
}

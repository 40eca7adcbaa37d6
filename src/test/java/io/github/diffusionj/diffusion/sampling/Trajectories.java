package io.github.diffusionj.diffusion.sampling;

import com.google.gson.Gson;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.solver.DpmSinglestep;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.sampling.solver.Formulation;
import io.github.diffusionj.diffusion.sampling.solver.HeunSampler;
import io.github.diffusionj.diffusion.sampling.solver.PndmSampler;
import io.github.diffusionj.diffusion.sampling.solver.SecondOrder;
import io.github.diffusionj.diffusion.sampling.solver.UniPc;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole trajectories of diffusers, as written by {@code src/test/python/samplers.py}. */
@SuppressWarnings("ArrayRecordComponent") // filled from JSON and read once
record Trajectories(String diffusers, String torch, List<Case> cases) {

  record Grid(
      String spacing, int steps, boolean extra, boolean fractional, boolean clean, int offset) {

    TimeGrid ours() {
      return new TimeGrid(TimestepSpacing.of(spacing), extra, fractional, offset, clean);
    }
  }

  record Case(
      String name,
      String sampler,
      String prediction,
      double clip,
      double[] threshold,
      boolean zero_snr,
      boolean unfinished,
      Grid grid,
      double[] t,
      double[] alpha_bar,
      double[][] x,
      double[][] paper) {

    List<TimePoint> points() {
      return IntStream.range(0, t.length).mapToObj(i -> new TimePoint(t[i], alpha_bar[i])).toList();
    }

    Sampler ours() {
      String[] words = sampler.split(" ");
      return switch (words[0]) {
        case "ddpm" -> new DdpmSampler(Variance.of(words[1]));
        case "ddim" -> new DdimSampler(Double.parseDouble(words[1]));
        case "dpm" ->
            new DpmSolver(
                Formulation.of(words[1]),
                Integer.parseInt(words[2]),
                SecondOrder.of(words[3]),
                Boolean.parseBoolean(words[4]),
                Boolean.parseBoolean(words[5]));
        case "singlestep" ->
            new DpmSinglestep(
                Formulation.of(words[1]), Integer.parseInt(words[2]), SecondOrder.of(words[3]));
        case "unipc" ->
            new UniPc(
                Formulation.of(words[1]),
                Integer.parseInt(words[2]),
                SecondOrder.of(words[3]),
                Boolean.parseBoolean(words[4]),
                words.length == 5 ? Set.of() : numbers(words[5]));
        case "deis" -> DpmSolver.deis(Integer.parseInt(words[1]), Boolean.parseBoolean(words[2]));
        case "pndm" -> new PndmSampler(PndmSampler.Start.valueOf(words[1].toUpperCase()));
        case "heun" -> new HeunSampler();
        default -> throw new AssertionError(sampler);
      };
    }

    Prediction predicts() {
      return Prediction.of(prediction);
    }

    @Override
    public String toString() {
      return name;
    }

    private static Set<Integer> numbers(String text) {
      return Arrays.stream(text.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
    }
  }

  static Trajectories read() {
    try (Reader json =
        new InputStreamReader(
            Objects.requireNonNull(Trajectories.class.getResourceAsStream("trajectories.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(json, Trajectories.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.diffusionj.model.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.TimeGrid;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.solver.DpmSinglestep;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.sampling.solver.Formulation;
import io.github.diffusionj.diffusion.sampling.solver.HeunSampler;
import io.github.diffusionj.diffusion.sampling.solver.PndmSampler;
import io.github.diffusionj.diffusion.sampling.solver.SecondOrder;
import io.github.diffusionj.diffusion.sampling.solver.UniPc;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.json.JsonFile;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option of a scheduler file that says how to sample, and what of it is refused. */
class SolverConfigTest {

  private static final String DPM = "DPMSolverMultistepScheduler";
  private static final String SINGLE = "DPMSolverSinglestepScheduler";
  private static final String UNIPC = "UniPCMultistepScheduler";
  private static final String DEIS = "DEISMultistepScheduler";
  private static final String EULER = "EulerDiscreteScheduler";

  private static SolverConfig read(String kind, String keys) {
    String json = "{" + keys.replace('\'', '"') + "}";
    ConfigReader reader = new ConfigReader(JsonFile.parse(json));
    return SolverConfig.read(SchedulerClass.of(kind), reader);
  }

  static Stream<Arguments> samplers() {
    return Stream.of(
        Arguments.of("DDIMScheduler", "", new DdimSampler(0)),
        Arguments.of(EULER, "", new DdimSampler(0)),
        Arguments.of("EulerAncestralDiscreteScheduler", "", new DdimSampler(1)),
        Arguments.of("HeunDiscreteScheduler", "", new HeunSampler()),
        Arguments.of("PNDMScheduler", "", new PndmSampler(PndmSampler.Start.RUNGE_KUTTA)),
        Arguments.of(
            "PNDMScheduler",
            "'skip_prk_steps': true",
            new PndmSampler(PndmSampler.Start.TRAPEZOID)),
        Arguments.of("IPNDMScheduler", "", new PndmSampler(PndmSampler.Start.LOWER_ORDER)),
        Arguments.of(DPM, "", DpmSolver.plusPlus(2)),
        Arguments.of(DPM, "'lambda_min_clipped': -Infinity", DpmSolver.plusPlus(2)),
        Arguments.of(DPM, "'lambda_min_clipped': -1e999", DpmSolver.plusPlus(2)),
        Arguments.of(DPM, "'lambda_min_clipped': null", DpmSolver.plusPlus(2)),
        Arguments.of(DPM, "'solver_order': 3", DpmSolver.plusPlus(3)),
        Arguments.of(DPM, "'algorithm_type': 'sde-dpmsolver++'", DpmSolver.sde(2)),
        Arguments.of(
            DPM,
            "'algorithm_type': 'dpmsolver', 'solver_type': 'heun', 'lower_order_final': false",
            new DpmSolver(Formulation.NOISE, 2, SecondOrder.HEUN, false, false)),
        Arguments.of(
            DPM,
            "'euler_at_final': true",
            new DpmSolver(Formulation.DATA, 2, SecondOrder.MIDPOINT, true, true)),
        Arguments.of(
            SINGLE,
            "'solver_order': 3, 'solver_type': 'heun'",
            new DpmSinglestep(Formulation.DATA, 3, SecondOrder.HEUN)),
        Arguments.of(UNIPC, "", new UniPc(Formulation.DATA, 2, SecondOrder.BH2, true, Set.of())),
        Arguments.of(
            UNIPC,
            "'solver_type': 'bh1', 'predict_x0': false, 'disable_corrector': [0, 2],"
                + " 'lower_order_final': false",
            new UniPc(Formulation.NOISE, 2, SecondOrder.BH1, false, Set.of(0, 2))),
        Arguments.of(DEIS, "", DpmSolver.deis(2, true)),
        Arguments.of(
            DEIS, "'solver_order': 3, 'lower_order_final': false", DpmSolver.deis(3, false)));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theSamplerHasTheOptionsOfTheFile(String kind, String keys, Sampler expected) {
    assertThat(read(kind, keys).sampler()).isEqualTo(expected);
  }

  static Stream<Arguments> grids() {
    TimestepSpacing linspace = TimestepSpacing.LINSPACE;
    TimestepSpacing leading = TimestepSpacing.LEADING;
    TimestepSpacing karras = TimestepSpacing.KARRAS;
    return Stream.of(
        Arguments.of("DDPMScheduler", "", new TimeGrid(leading, false, false, 0, true)),
        Arguments.of(
            "DDIMScheduler",
            "'set_alpha_to_one': false, 'steps_offset': 1",
            new TimeGrid(leading, false, false, 1, false)),
        Arguments.of("PNDMScheduler", "", new TimeGrid(leading, false, false, 0, false)),
        Arguments.of(
            "PNDMScheduler",
            "'set_alpha_to_one': true",
            new TimeGrid(leading, false, false, 0, true)),
        Arguments.of(DPM, "", new TimeGrid(linspace, true, false, 0, true)),
        Arguments.of(
            DPM,
            "'timestep_spacing': 'leading', 'final_sigmas_type': 'sigma_min'",
            new TimeGrid(leading, true, false, 0, false)),
        Arguments.of(
            SINGLE, "'timestep_spacing': 'leading'", new TimeGrid(linspace, true, false, 0, true)),
        Arguments.of(EULER, "", new TimeGrid(linspace, false, true, 0, true)),
        Arguments.of(
            EULER, "'use_karras_sigmas': true", new TimeGrid(karras, false, true, 0, true)),
        Arguments.of(DEIS, "", new TimeGrid(linspace, true, false, 0, false)),
        Arguments.of(
            UNIPC,
            "'use_exponential_sigmas': true",
            new TimeGrid(TimestepSpacing.EXPONENTIAL, true, true, 0, true)));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void theTimesHaveTheOptionsOfTheFile(String kind, String keys, TimeGrid expected) {
    assertThat(read(kind, keys).grid()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        DPM + " | 'use_beta_sigmas': true | use_beta_sigmas",
        DPM + " | 'use_lu_lambdas': true | use_lu_lambdas",
        DPM + " | 'use_flow_sigmas': true | use_flow_sigmas",
        DPM + " | 'use_dynamic_shifting': true | use_dynamic_shifting",
        DPM + " | 'lambda_min_clipped': -5.1 | lambda_min_clipped",
        DPM + " | 'algorithm_type': 'sde-dpmsolver' | algorithm_type",
        DPM + " | 'solver_type': 'euler' | solver_type",
        DPM + " | 'solver_order': 4 | solver_order must be between 1 and 3, but is 4.",
        DPM + " | 'timestep_spacing': 'even' | timestep_spacing",
        DPM + " | 'final_sigmas_type': 'one' | final_sigmas_type",
        DPM + " | 'steps_offset': -1 | steps_offset must be 0 or more, but is -1.",
        DPM + " | 'use_karras_sigmas': true, 'use_exponential_sigmas': true | only one may be",
        SINGLE + " | 'algorithm_type': 'sde-dpmsolver++' | no SDE form",
        UNIPC + " | 'solver_p': 'DDIMScheduler' | solver_p",
        EULER + " | 'interpolation_type': 'log_linear' | interpolation_type",
        EULER + " | 'timestep_type': 'continuous' | timestep_type",
        EULER + " | 'sigma_min': 0.01 | sigma_min",
        EULER + " | 'sigma_max': 50 | sigma_max",
        "LMSDiscreteScheduler | 'steps_offset': 0 | there is no sampler for LMSDiscreteScheduler.",
        "DPMSolverSDEScheduler | 'steps_offset': 0 | there is no sampler for",
      })
  void whatIsRefusedIsNamedWhenTheSamplerIsAskedFor(String kind, String keys, String expected) {
    SolverConfig config = read(kind, keys);

    assertThat(config.solver()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(config::sampler)
        .withMessageContaining("name another sampler")
        .withMessageContaining(expected);
  }
}

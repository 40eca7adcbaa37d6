package io.github.diffusionj.engine.training.trainee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.BatchMaker;
import io.github.diffusionj.engine.training.WhiteNoise;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

public class ObjectiveTest {

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  /** One guess of x_0, put out as ε, x_0, v or the score: the weighted losses are one number. */
  @ParameterizedTest
  @EnumSource(
      value = LossWeighting.class,
      names = {"VARIATIONAL", "MIN_SNR"})
  void everyPredictionHasTheSameLossOnTheSameBatch(LossWeighting weighting) throws IOException {
    try (NDManager scope = Torch.get().newManager()) {
      TrainingSettings settings =
          TrainingSettings.DEFAULT
              .withSteps(1)
              .withBatch(6)
              .withOptimiser(new OptimiserSettings(1, 0, 0, 0))
              .withWeighting(weighting)
              .withDropClass(0)
              .withSeed(5);
      Batch batch = new BatchMaker(settings, new WhiteNoise(1), SCHEDULE).make(0, scope);
      float[] values = new float[6 * 64];
      new NoiseField(8).fill(values, 0, 0, 0, 6, 8, 8);
      NDArray guess = batch.clean().add(scope.create(values, batch.clean().getShape()).mul(0.2));
      float[] expected =
          new Objective(Prediction.SAMPLE, weighting, SCHEDULE, false)
              .losses(batch, guess)
              .toFloatArray();
      for (Prediction prediction : Prediction.values()) {
        NDArray x = batch.factors(t -> output(prediction, t).x());
        NDArray factor = batch.factors(t -> output(prediction, t).output());
        NDArray output = batch.noisy().mul(x).add(guess.mul(factor));
        float[] losses =
            new Objective(prediction, weighting, SCHEDULE, false)
                .losses(batch, output)
                .toFloatArray();
        for (int i = 0; i < losses.length; i++) {
          assertThat((double) losses[i] / expected[i])
              .as(prediction + " at t = " + batch.times()[i])
              .isCloseTo(1, within(1e-3));
        }
      }
    }
  }

  /** At ᾱ_T = 0 x_T is ε, so that v = −x_0. */
  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"SAMPLE", "V_PREDICTION", "SCORE"})
  void whatIsWantedIsKnownWhereNothingOfTheImageIsLeft(Prediction prediction) throws IOException {
    NoiseSchedule schedule = SCHEDULE.withZeroTerminalSnr();
    try (NDManager scope = Torch.get().newManager()) {
      NDArray clean = scope.create(new float[] {0.5f, -1}, new Shape(1, 1, 1, 2));
      NDArray epsilon = scope.create(new float[] {-0.3f, 2}, new Shape(1, 1, 1, 2));
      NDArray index = scope.create(new float[] {999});
      Batch batch = new Batch(new int[] {1000}, clean, epsilon, epsilon, index, Optional.empty());
      NDArray wanted =
          switch (prediction) {
            case SAMPLE -> clean;
            case V_PREDICTION -> clean.neg();
            default -> epsilon.neg();
          };
      Objective objective = new Objective(prediction, LossWeighting.SIMPLE, schedule, false);
      assertThat(objective.losses(batch, wanted).toFloatArray()).containsExactly(0);
      assertThat(objective.losses(batch, wanted.add(0.5)).toFloatArray()[0])
          .isCloseTo(0.25f, within(1e-6f));
    }
  }

  private static Linear output(Prediction prediction, int t) {
    return Prediction.SAMPLE.to(prediction, SCHEDULE.alphaBar(t));
  }
}

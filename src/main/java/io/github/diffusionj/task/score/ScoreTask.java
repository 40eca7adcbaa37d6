package io.github.diffusionj.task.score;

import ij.ImagePlus;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.engine.sampling.Together;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.denoise.NoisedImage;
import io.github.diffusionj.task.sampling.ItemNetwork;
import java.io.IOException;

/**
 * One network call on each slice of a noised image: Tweedie's estimate of the clean image and the
 * score, which points to where images are likelier,
 *
 * <pre>
 *   x̂_0 = (x_t − √(1 − ᾱ_t)·ε̂)/√ᾱ_t = (x_t + (1 − ᾱ_t)·score)/√ᾱ_t
 *   score = ∇ log q(x_t) = −ε̂/√(1 − ᾱ_t)
 * </pre>
 *
 * <p>Efron 2011; Song et al. 2021. Nothing is clipped.
 */
public final class ScoreTask {

  private final ScoreOptions options;
  private final ModelSession models;

  /**
   * Calls the model that the options name.
   *
   * @param models where the task gets it from
   */
  public ScoreTask(ScoreOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /**
   * Looks at every slice.
   *
   * @throws IllegalArgumentException if t is neither given nor recorded, or is 0
   * @throws IOException if the model can't be opened
   */
  public ScoreResult run(ImagePart part, Progress progress) throws IOException {
    return models.use(options.model(), progress, (model, hash) -> run(part, model, hash, progress));
  }

  private ScoreResult run(ImagePart part, DiffusionModel model, String hash, Progress progress) {
    ModelFolder folder = model.folder();
    NoisedImage noised = NoisedImage.of(part, options.t(), options.range(), folder);
    int t = noised.t();
    Checks.within("t", t, 1, model.schedule().steps());
    MappedItems mapped = noised.mapped();
    ImageItems items = mapped.items();
    TimePoint at = TimePoint.at(model.schedule(), t);
    ResultImage estimate =
        ResultImage.like(
            items, OutputType.FLOAT32, "Estimate from t = %d, %s".formatted(t, items.title()));
    ResultImage score =
        ResultImage.like(
            items, OutputType.FLOAT32, "Score at t = %d, %s".formatted(t, items.title()));
    ItemNetwork network = new ItemNetwork(model, model.predictor(), items.width(), items.height());
    for (Together.Part one : new Together(1).parts(items.count())) {
      progress.checkCancelled();
      int i = one.first();
      float[] xt = mapped.read(i);
      float[] padded = network.padded(item -> xt, one);
      float[] x0 =
          network.cropped(network.estimate(padded, 1, at, Clipping.NONE, progress).x0(), 0);
      score.write(i, score(xt, x0, at.alphaBar()));
      mapped.fromModel(i, x0);
      estimate.write(i, x0);
      progress.report((i + 1.0) / items.count(), "Score of " + items.label(i));
    }
    Provenance record = Records.by("Diffusion Score", folder, hash, 2);
    ImagePlus scoreImage = score.finish();
    scoreImage.resetDisplayRange();
    record.writeTo(scoreImage);
    ImagePlus estimateImage = estimate.finish();
    record
        .with(mapped.ranges())
        .withSource(items.originalType(), items.image())
        .writeTo(estimateImage);
    return new ScoreResult(estimateImage, scoreImage);
  }

  /** (√ᾱ·x̂_0 − x_t)/(1 − ᾱ), which is −ε̂/√(1 − ᾱ). */
  private static float[] score(float[] xt, float[] x0, double alphaBar) {
    float[] score = new float[xt.length];
    for (int i = 0; i < score.length; i++) {
      score[i] = (float) ((Math.sqrt(alphaBar) * x0[i] - xt[i]) / (1 - alphaBar));
    }
    return score;
  }
}

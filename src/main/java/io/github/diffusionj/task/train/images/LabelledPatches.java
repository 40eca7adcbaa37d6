package io.github.diffusionj.task.train.images;

import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.image.patch.PatchSampler;
import java.util.List;
import java.util.Optional;

/** Patches of images with the classes of a model, as the engine wants them. */
public final class LabelledPatches implements TrainingData {

  private final PatchSampler sampler;
  private final int[] rows;
  private final int classes;

  /**
   * Of images.
   *
   * @param classes the names of the model's classes, among which are all labels of the images
   */
  public LabelledPatches(TrainingImages images, List<String> classes) {
    this.sampler = images.sampler();
    this.classes = classes.size();
    this.rows = images.labels().stream().mapToInt(label -> row(label, classes)).toArray();
  }

  private static int row(Optional<String> label, List<String> classes) {
    return label.map(classes::indexOf).orElse(NO_CLASS);
  }

  @Override
  public int channels() {
    return sampler.channels();
  }

  @Override
  public int size() {
    return sampler.size();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int read(long index, float[] out, int offset) {
    return rows[sampler.read(index, out, offset)];
  }
}

package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a training teaches: a network of some architecture, with its loss and its place. */
public interface Trainee {

  /** The network in the form that takes gradients. */
  NetworkScript script();

  /** Gives ᾱ_t. */
  NoiseSchedule schedule();

  /**
   * Refuses data that don't fit the architecture.
   *
   * @throws IllegalArgumentException naming what doesn't fit
   */
  void check(TrainingData data);

  /**
   * The weights of a model as the first ones.
   *
   * @throws IOException if they don't fit
   */
  List<NDArray> firstWeights(ModelFolder model, NDManager manager) throws IOException;

  /** What the network is shown of a batch. */
  NDList inputs(Batch batch);

  /**
   * The loss of each image of a batch, shape (N).
   *
   * @param output what the network put out
   */
  NDArray losses(Batch batch, NDArray output);

  /**
   * Generates images with averaged weights, which go on changing and stay the caller's; nothing if
   * the network generates none.
   *
   * @throws IOException if the engine refuses the network
   */
  Optional<AverageSampler> sampler(List<NDArray> averages, Torch torch, NDManager manager)
      throws IOException;

  /**
   * Writes the network with new weights, complete or not at all.
   *
   * @throws IOException if it can't be written; what was there stays
   */
  void save(List<TensorSpec> tensors, SafetensorsWriter.Source weights) throws IOException;
}

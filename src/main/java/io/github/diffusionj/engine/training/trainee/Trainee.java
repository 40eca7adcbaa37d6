package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is trained, and how: a network of some architecture, its loss, its settings, its place. */
public interface Trainee {

  /** What it is called. */
  String name();

  /** The folder that gets the weights. */
  Path folder();

  /** The names of the classes that it knows; may be empty. */
  List<String> classes();

  /** How large it is. */
  MemoryEstimate size();

  /** How it is trained. */
  TrainingSettings settings();

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
   * The weights before the first step: new ones, or those of a model to go on from.
   *
   * @throws IOException if that model's can't be read, or don't fit
   */
  List<NDArray> firstWeights(NDManager manager) throws IOException;

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

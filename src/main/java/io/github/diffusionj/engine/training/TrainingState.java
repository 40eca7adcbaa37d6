package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.engine.network.Weights;
import io.github.diffusionj.engine.training.plan.LossHistory;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that changes in training: what has to be kept to go on as if nothing had happened. All lists
 * are in the order of the tensors.
 *
 * @param tensors names and shapes of the weights
 * @param weights the weights
 * @param averages their running averages
 * @param means Adam's first moments
 * @param variances Adam's second moments
 * @param history the losses so far; its length is the number of steps that were taken
 */
record TrainingState(
    List<TensorSpec> tensors,
    List<NDArray> weights,
    List<NDArray> averages,
    List<NDArray> means,
    List<NDArray> variances,
    LossHistory history) {

  private static final String HISTORY = "history";

  /** The names of the four lists in a file, in their order. */
  private static final List<String> PARTS = List.of("weight", "average", "mean", "variance");

  /** Before the first step. */
  static TrainingState start(List<TensorSpec> tensors, List<NDArray> weights) {
    return new TrainingState(
        tensors,
        weights,
        weights.stream().map(NDArray::duplicate).toList(),
        weights.stream().map(NDArray::zerosLike).toList(),
        weights.stream().map(NDArray::zerosLike).toList(),
        new LossHistory());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it can't be read, or is the state of another network
   */
  static TrainingState read(Path file, List<TensorSpec> tensors, NDManager manager)
      throws IOException {
    try (Safetensors source = Safetensors.open(file)) {
      List<List<NDArray>> parts = new ArrayList<>();
      for (String part : PARTS) {
        parts.add(Weights.load(source, named(part, tensors), manager));
      }
      LossHistory history = new LossHistory();
      if (source.has(HISTORY)) {
        float[] values = new float[Math.toIntExact(source.spec(HISTORY).size())];
        source.bytes(HISTORY).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        history = new LossHistory(values);
      }
      return new TrainingState(
          tensors, parts.get(0), parts.get(1), parts.get(2), parts.get(3), history);
    }
  }

  /**
   * Writes all of it to a file, complete or not at all: what was there before stays until the new
   * one is on the disk.
   */
  void write(Path file) throws IOException {
    Map<TensorSpec, NDArray> arrays = new HashMap<>();
    List<TensorSpec> specs = new ArrayList<>();
    List<List<NDArray>> parts = List.of(weights, averages, means, variances);
    for (int part = 0; part < parts.size(); part++) {
      List<TensorSpec> names = named(PARTS.get(part), tensors);
      for (int i = 0; i < names.size(); i++) {
        arrays.put(names.get(i), parts.get(part).get(i));
      }
      specs.addAll(names);
    }
    if (history.steps() > 0) {
      specs.add(TensorSpec.of(HISTORY, history.steps(), LossHistory.width()));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.write(
        file,
        part ->
            SafetensorsWriter.write(part, TensorType.F32, specs, spec -> bytes(arrays.get(spec))));
  }

  private ByteBuffer bytes(NDArray array) {
    if (array != null) {
      return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    float[] values = history.values();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static List<TensorSpec> named(String part, List<TensorSpec> tensors) {
    return tensors.stream()
        .map(tensor -> new TensorSpec(part + "." + tensor.name(), tensor.shape()))
        .toList();
  }
}

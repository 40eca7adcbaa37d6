package io.github.diffusionj.model.network;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder.WeightForm;
import java.util.Optional;

/**
 * A network whose layers are known: it is written as a script and as diffusers' {@code
 * config.json}, its weights are in safetensors, and it can be trained.
 */
public interface Architecture extends NetworkConfig {

  /**
   * Its code, and the weights that it takes.
   *
   * <p>Inputs: x of shape (N, C, H, W); t of shape (N), float32, as {@link #timeInput} says; and if
   * {@link #classInput} asks for it y of shape (N), or (N, size) for vectors. Output: float32,
   * shape (N, C', H, W).
   */
  NetworkScript script(WeightForm form);

  /** The script that runs on any device and through which gradients reach the weights. */
  default NetworkScript script() {
    return script(WeightForm.PLAIN);
  }

  /** The index, as diffusers' networks take it, and as training gives it. */
  @Override
  default TimeInput timeInput() {
    return TimeInput.INDEX;
  }

  /** The network's {@code config.json} with every key, {@code _class_name} among them. */
  JsonObject toJson();

  /** The same with that many classes as an index, or without classes if that is 0. */
  Architecture withClasses(int classes);

  /**
   * Refuses to be trained.
   *
   * @throws IllegalArgumentException naming the key that is in the way
   */
  default void checkTrainable() {}

  /** About how many numbers training keeps for the gradient, for each pixel of an image. */
  double trainingFeatures();

  @Override
  default Optional<Architecture> architecture() {
    return Optional.of(this);
  }
}

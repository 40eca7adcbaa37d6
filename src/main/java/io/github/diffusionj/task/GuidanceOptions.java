package io.github.diffusionj.task;

import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.engine.network.Predictor;
import io.github.diffusionj.engine.network.guidance.ClassifierFreeGuidance;
import io.github.diffusionj.engine.network.guidance.Guidance;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which class to sample, and how strongly.
 *
 * @param wanted a class's number, from 0, or its name in the model; empty for none
 * @param guidance how strongly
 */
public record GuidanceOptions(Optional<String> wanted, Guidance guidance) {

  /** No class. */
  public static final GuidanceOptions NONE = new GuidanceOptions(Optional.empty(), Guidance.of(1));

  /**
   * What to ask at each step.
   *
   * @throws IllegalArgumentException if the model has no such class, or needs one and none is given
   */
  public Predictor predictor(DiffusionModel model) {
    ModelFolder folder = model.folder();
    Network network = model.network();
    if (wanted.isEmpty()) {
      refuseGuidance();
      return model.predictor();
    }
    int count = folder.network().classes();
    if (count == 0) {
      throw new IllegalArgumentException(
          "class can't be '%s' with the model %s, which has no classes."
              .formatted(wanted.get(), folder.name()));
    }
    int number = number(wanted.get(), folder, count);
    OptionalInt none = folder.notes().nullClass();
    return new ClassifierFreeGuidance(network::predict, network, number, none, guidance);
  }

  private void refuseGuidance() {
    if (guidance.scale() != 1) {
      throw new IllegalArgumentException(
          "guidance must be 1 unless a class is given, but is %s.".formatted(guidance.scale()));
    }
  }

  private static int number(String wanted, ModelFolder folder, int count) {
    int named = folder.notes().classes().indexOf(wanted);
    if (named >= 0) {
      return named;
    }
    try {
      int number = Integer.parseInt(wanted);
      if (number >= 0 && number < count) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a wrong number is.
    }
    throw new IllegalArgumentException(
        "class must be %s for the model %s, but is '%s'."
            .formatted(folder.notes().allowedClasses(count), folder.name(), wanted));
  }

  /** Adds these options to the record of a result. */
  public Provenance record(Provenance provenance) {
    return wanted
        .map(
            name ->
                provenance
                    .with(ProvenanceKey.CLASS, name)
                    .with(ProvenanceKey.GUIDANCE, guidance.scale()))
        .orElse(provenance);
  }
}

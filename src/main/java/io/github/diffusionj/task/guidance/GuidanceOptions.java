package io.github.diffusionj.task.guidance;

import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.guidance.ClassifierFreeGuidance;
import io.github.diffusionj.engine.guidance.ClassifierGuidance;
import io.github.diffusionj.engine.guidance.Guidance;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which class to sample, and how strongly.
 *
 * @param wanted a class's number, from 0, or its name in the model; empty for none
 * @param guidance how strongly
 * @param by what steers towards the class
 */
public record GuidanceOptions(Optional<String> wanted, Guidance guidance, GuidanceSource by) {

  /** No class. */
  public static final GuidanceOptions NONE = new GuidanceOptions(Optional.empty(), Guidance.of(1));

  /** Options for a network that knows classes itself. */
  public GuidanceOptions(Optional<String> wanted, Guidance guidance) {
    this(wanted, guidance, GuidanceSource.CLASSES);
  }

  /**
   * What to ask at each step.
   *
   * @throws IllegalArgumentException if the model has no such class, or needs one and none is
   *     given, or has no classifier and is to be guided by it
   * @throws IOException with a sentence, if the classifier can't be opened
   */
  public Predictor predictor(DiffusionModel model) throws IOException {
    return by == GuidanceSource.CLASSIFIER ? byClassifier(model) : byClasses(model);
  }

  private Predictor byClassifier(DiffusionModel model) throws IOException {
    ModelFolder folder = model.folder();
    NoisyClassifier classifier =
        model
            .classifier()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "guidance_by can't be classifier with the model %s, which has none; train one (Diffusion Train with network=classifier) or use classes."
                            .formatted(folder.name())));
    List<String> names = classifier.config().classes();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "class must be given with guidance_by=classifier: %s."
              .formatted(ModelNotes.allowed(names, names.size())));
    }
    return new ClassifierGuidance(
        withoutClass(model),
        classifier,
        number(wanted.get(), names, names.size(), folder.name()),
        guidance,
        folder.scheduler().prediction(),
        model.schedule()::alphaBar);
  }

  private static Predictor withoutClass(DiffusionModel model) {
    ModelFolder folder = model.folder();
    if (folder.network().classes() > 0 && folder.notes().nullClass().isEmpty()) {
      throw new IllegalArgumentException(
          "guidance_by can't be classifier with the model %s, which was not trained without classes; use classes."
              .formatted(folder.name()));
    }
    return model.predictor();
  }

  private Predictor byClasses(DiffusionModel model) {
    ModelFolder folder = model.folder();
    Network network = model.network();
    if (wanted.isEmpty()) {
      refuseGuidance();
      return model.predictor();
    }
    int count = folder.network().classes();
    if (count == 0) {
      throw new IllegalArgumentException(
          "class can't be '%s' with the model %s, which has no classes%s."
              .formatted(
                  wanted.get(),
                  folder.name(),
                  ClassifierFolder.isIn(folder)
                      ? " but a classifier; use guidance_by=classifier"
                      : ""));
    }
    int number = number(wanted.get(), folder.notes().classes(), count, folder.name());
    OptionalInt none = folder.notes().nullClass();
    return new ClassifierFreeGuidance(network::predict, network, number, none, guidance);
  }

  private void refuseGuidance() {
    if (guidance.scale() != 1) {
      throw new IllegalArgumentException(
          "guidance must be 1 unless a class is given, but is %s.".formatted(guidance.scale()));
    }
  }

  private static int number(String wanted, List<String> names, int count, String model) {
    int named = names.indexOf(wanted);
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
            .formatted(ModelNotes.allowed(names, count), model, wanted));
  }

  /** Adds these options to the record of a result. */
  public Provenance record(Provenance provenance) {
    return wanted
        .map(
            name ->
                provenance
                    .with(ProvenanceKey.CLASS, name)
                    .with(ProvenanceKey.GUIDANCE, guidance.scale())
                    .with(ProvenanceKey.GUIDANCE_BY, by.label()))
        .orElse(provenance);
  }
}

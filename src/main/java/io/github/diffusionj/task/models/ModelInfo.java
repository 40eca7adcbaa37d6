package io.github.diffusionj.task.models;

import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.scheduler.SolverConfig;
import io.github.diffusionj.model.weights.FileState;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that is known of a model without running its network, as lines of text. */
final class ModelInfo {

  private static final double KILOBYTE = 1e3;
  private static final double MEGABYTE = 1e6;

  private final ModelFolder model;
  private final List<String> lines = new ArrayList<>();

  private ModelInfo(ModelFolder model) {
    this.model = model;
  }

  /**
   * Describes a model.
   *
   * @throws IOException if its weights are missing or can't be read
   */
  static String of(ModelFolder model) throws IOException {
    ModelInfo info = new ModelInfo(model);
    info.network();
    info.images();
    info.sampling();
    info.card();
    return String.join("\n", info.lines);
  }

  private void network() throws IOException {
    add("Model", model.name());
    add("Folder", model.path().toString());
    add("Description", model.notes().description());
    add("Network", model.network().description());
    model.network().architecture().ifPresent(this::weights);
    List<FileState> files = model.weightFiles().states();
    long bytes = files.stream().mapToLong(FileState::size).sum();
    String unit = bytes < MEGABYTE ? "kB" : "MB";
    double size = bytes / (bytes < MEGABYTE ? KILOBYTE : MEGABYTE);
    add("Size", "%.1f %s in %d file%s", size, unit, files.size(), files.size() == 1 ? "" : "s");
    add("Hash", model.hash());
  }

  private void weights(Architecture network) {
    List<TensorSpec> tensors = network.script().tensors();
    long weights = tensors.stream().mapToLong(TensorSpec::size).sum();
    add("Weights", "%,d in %d tensors", weights, tensors.size());
  }

  private void images() throws IOException {
    NetworkConfig network = model.network();
    add("Channels", channels(network));
    add("Trained on", network.sampleSize() == 0 ? "not stated" : size(network.sampleSize()));
    add("Width and height", "multiples of %d", network.sizeMultiple());
    add("Intensities", "range " + model.notes().range());
    List<String> names = model.notes().classes();
    String classes = network.classes() == 0 ? "none" : Integer.toString(network.classes());
    add("Classes", names.isEmpty() ? classes : classes + ": " + String.join(", ", names));
    add(
        "Classifier",
        ClassifierFolder.of(model)
            .map(classifier -> classifier(classifier.config()))
            .orElse("none"));
  }

  private static String classifier(ClassifierConfig config) {
    long weights = config.script().tensors().stream().mapToLong(TensorSpec::size).sum();
    return String.format(
        Locale.ROOT,
        "%,d weights, tells %s in noised images",
        weights,
        String.join(", ", config.classes()));
  }

  private static String channels(NetworkConfig network) {
    return network.learnsVariance()
        ? network.inChannels() + ", and as many for a learned variance"
        : Integer.toString(network.inChannels());
  }

  private static String size(int size) {
    return size + " x " + size + " pixels";
  }

  private void sampling() {
    SchedulerConfig scheduler = model.scheduler();
    add("Schedule", scheduler.scheduleText() + (model.assumesScheduler() ? " (assumed)" : ""));
    add("Prediction", scheduler.prediction().label());
    SolverConfig solver = scheduler.solver();
    add("Sampler", "%s, times %s", scheduler.className(), solver.grid().spacing().label());
    add("No sampler", solver.refusal());
    add("Variance", scheduler.variance().label());
    add("Clipping", clipping(scheduler.clipping()));
  }

  private static String clipping(Clipping clipping) {
    if (clipping instanceof Clipping.Fixed fixed) {
      return "to -%1$s..%1$s".formatted(fixed.range());
    }
    return clipping instanceof Clipping.Dynamic dynamic
        ? "dynamic, quantile %s, at most %s".formatted(dynamic.quantile(), dynamic.most())
        : "none";
  }

  private void card() throws IOException {
    Optional<ModelCard> card = ModelCard.of(model.path());
    add("Licence", card.flatMap(ModelCard::license).orElse("not stated"));
    if (card.isPresent()) {
      lines.add("");
      lines.add(card.get().text());
    }
  }

  private void add(String key, String value) {
    if (!value.isEmpty()) {
      lines.add(key + ": " + value);
    }
  }

  private void add(String key, String format, Object... values) {
    add(key, String.format(Locale.ROOT, format, values));
  }
}

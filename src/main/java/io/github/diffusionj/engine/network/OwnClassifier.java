package io.github.diffusionj.engine.network;

import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.classifier.ClassifierFolder;
import java.io.IOException;
import java.util.Optional;

/** The classifier of a model, opened when it is first asked for; for several threads. */
final class OwnClassifier implements AutoCloseable {

  private final ModelFolder folder;
  private Optional<NoisyClassifier> open = Optional.empty();

  OwnClassifier(ModelFolder folder) {
    this.folder = folder;
  }

  /** The classifier; nothing if the model has none. */
  synchronized Optional<NoisyClassifier> get() throws IOException {
    Optional<ClassifierFolder> its = ClassifierFolder.of(folder);
    if (open.isEmpty() && its.isPresent()) {
      open = Optional.of(NoisyClassifier.open(its.get(), Torch.get()));
    }
    return open;
  }

  @Override
  public synchronized void close() {
    open.ifPresent(NoisyClassifier::close);
  }
}

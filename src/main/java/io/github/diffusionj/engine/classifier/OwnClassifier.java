package io.github.diffusionj.engine.classifier;

import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import java.io.IOException;
import java.util.Optional;

/** The classifier of a model, opened when it is first asked for; for several threads. */
public final class OwnClassifier implements AutoCloseable {

  private final ModelFolder folder;
  private Optional<NoisyClassifier> open = Optional.empty();

  public OwnClassifier(ModelFolder folder) {
    this.folder = folder;
  }

  /**
   * The classifier, empty if the model has none.
   *
   * @throws IOException if it can't be read, or the engine refuses it
   */
  public synchronized Optional<NoisyClassifier> get() throws IOException {
    Optional<ClassifierFolder> files = ClassifierFolder.of(folder);
    if (open.isEmpty() && files.isPresent()) {
      open = Optional.of(NoisyClassifier.open(files.get(), Torch.get()));
    }
    return open;
  }

  @Override
  public synchronized void close() {
    open.ifPresent(NoisyClassifier::close);
  }
}

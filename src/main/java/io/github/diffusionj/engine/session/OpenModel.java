package io.github.diffusionj.engine.session;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.weights.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A model that is open.
 *
 * @param origin what it was opened from
 * @param hash of its weights
 */
record OpenModel(Origin origin, DiffusionModel model, String hash) implements AutoCloseable {

  /** All that an open model depends on; one that has changed needs another model. */
  record Origin(
      Path path,
      List<FileState> weights,
      List<FileState> classifier,
      ModelFolder folder,
      EngineSettings settings) {

    /**
     * What a model would be opened from now.
     *
     * @param progress is told if the engine's library had to be mended
     * @throws IOException with a sentence that names what is wrong with the folder or the engine
     */
    static Origin of(Path path, Progress progress) throws IOException {
      ModelFolder folder = ModelFolder.open(path);
      return new Origin(
          path,
          folder.weightFiles().states(),
          ClassifierFolder.states(folder),
          folder,
          Torch.get(progress).settings());
    }
  }

  /**
   * Opens a model.
   *
   * @throws IOException with a sentence that names what is wrong with the model or the engine
   */
  static OpenModel open(Origin origin) throws IOException {
    FutureTask<String> hashing = hashing(origin.folder);
    DiffusionModel model = DiffusionModel.open(origin.folder);
    try {
      return new OpenModel(origin, model, result(hashing));
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Hashing takes about as long as opening, so it runs beside it. */
  private static FutureTask<String> hashing(ModelFolder folder) {
    FutureTask<String> hashing = new FutureTask<>(folder::hash);
    Thread thread = new Thread(hashing, "hash of " + folder.name());
    thread.setDaemon(true);
    thread.start();
    return hashing;
  }

  private static String result(FutureTask<String> hashing) throws IOException {
    try {
      return hashing.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}

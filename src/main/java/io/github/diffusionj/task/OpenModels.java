package io.github.diffusionj.task;

import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Keeps the model that was used last on its device, so that a macro that calls one command after
 * the other opens it once. It is opened anew when its files or the engine's settings change.
 */
public final class OpenModels {

  private static OpenModels last;

  private final Key key;
  private final DiffusionModel model;
  private final String hash;

  /** What an open model depends on. */
  private record Key(Path path, FileTime weights, ModelFolder folder, EngineSettings settings) {}

  private OpenModels(Key key) throws IOException {
    this.key = key;
    this.hash = key.folder.hash();
    this.model = DiffusionModel.open(key.folder);
  }

  /** Work with an open model. */
  @FunctionalInterface
  interface Work<R> {
    R with(DiffusionModel model, String hash) throws IOException;
  }

  /**
   * Does some work with a model; one at a time.
   *
   * @throws IOException if the model can't be opened, with a sentence
   */
  static synchronized <R> R use(Path path, Work<R> work) throws IOException {
    ModelFolder folder = ModelFolder.open(path);
    FileTime time =
        Files.exists(folder.weights())
            ? Files.getLastModifiedTime(folder.weights())
            : FileTime.fromMillis(0);
    Key key = new Key(path, time, folder, Torch.get().settings());
    if (last == null || !last.key.equals(key)) {
      close();
      last = new OpenModels(key);
    }
    return work.with(last.model, last.hash);
  }

  /** Releases the model's memory. */
  public static synchronized void close() {
    if (last != null) {
      last.model.close();
      last = null;
    }
  }
}

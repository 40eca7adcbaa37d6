package io.github.diffusionj.task;

import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.classifier.ClassifierFolder;
import io.github.diffusionj.engine.model.weights.FileState;
import io.github.diffusionj.engine.network.DiffusionModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the model that was used last on its device, so that a macro that calls one command after
 * the other opens it once. It is opened anew when its files or the engine's settings change.
 */
public final class OpenModels {

  private static final ReentrantLock LOCK = new ReentrantLock();

  /** How long Esc may go unnoticed while a command waits for another. */
  private static final int PATIENCE_MS = 50;

  private static OpenModels last;

  private final Key key;
  private final DiffusionModel model;
  private final String hash;

  /** What an open model depends on. */
  private record Key(
      Path path,
      List<FileState> weights,
      List<FileState> classifier,
      ModelFolder folder,
      EngineSettings settings) {}

  private OpenModels(Key key) throws IOException {
    this.key = key;
    FutureTask<String> hashing = hashing(key.folder);
    this.model = DiffusionModel.open(key.folder);
    try {
      this.hash = result(hashing);
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

  /** Work with an open model. */
  @FunctionalInterface
  public interface Work<R> {
    R with(DiffusionModel model, String hash) throws IOException;
  }

  /**
   * Does some work with a model; one at a time, so it waits while another command has a model.
   *
   * @param progress asked while it waits whether to go on
   * @throws IOException if the model can't be opened, with a sentence
   * @throws CancelledException if the user stops the wait
   */
  public static <R> R use(Path path, Progress progress, Work<R> work) throws IOException {
    await(progress);
    try {
      return use(path, work);
    } finally {
      LOCK.unlock();
    }
  }

  private static void await(Progress progress) {
    try {
      while (!LOCK.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        progress.checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private static <R> R use(Path path, Work<R> work) throws IOException {
    ModelFolder folder = ModelFolder.open(path);
    List<FileState> weights = folder.weightFiles().states();
    List<FileState> classifier = ClassifierFolder.states(folder);
    Key key = new Key(path, weights, classifier, folder, Torch.get().settings());
    if (last == null || !last.key.equals(key)) {
      close();
      last = new OpenModels(key);
    }
    return work.with(last.model, last.hash);
  }

  /** Releases the model's memory. */
  public static void close() {
    LOCK.lock();
    try {
      if (last != null) {
        last.model.close();
        last = null;
      }
    } finally {
      LOCK.unlock();
    }
  }
}

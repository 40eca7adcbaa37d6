package io.github.diffusionj.task;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.shared.SharedCalls;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.weights.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** The pieces of work that the thread's own is one of. */
  private static final ThreadLocal<Shared> SHARED = new ThreadLocal<>();

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
    Shared shared = SHARED.get();
    if (shared != null) {
      OpenModels open = shared.open(path);
      return work.with(open.model.within(shared.calls), open.hash);
    }
    await(progress);
    try {
      OpenModels open = opened(path);
      return work.with(open.model, open.hash);
    } finally {
      LOCK.unlock();
    }
  }

  /** Pieces of work that have a model together until the last of them has ended. */
  private static final class Shared {

    private final SharedCalls calls = new SharedCalls();
    private OpenModels open;

    /** Opened once for all, even if its files change meanwhile. */
    OpenModels open(Path path) throws IOException {
      Torch.get(); // for the number of threads of this one
      if (open == null) {
        open = opened(path);
      } else if (!open.key.path.equals(path)) {
        throw new IllegalArgumentException(
            "Work that is done together has one model, not %s and %s."
                .formatted(open.key.path, path));
      }
      return open;
    }
  }

  /**
   * Does pieces of work, all of which use the same model or none, so that they share network calls.
   *
   * @param progress asked while this waits for a model that another command uses
   * @return their results, in their order
   * @throws IOException that a piece threw; the same holds for unchecked exceptions and errors. The
   *     others are stopped then
   */
  public static <R> List<R> together(List<? extends SharedCalls.Work<R>> works, Progress progress)
      throws IOException {
    Shared shared = new Shared();
    List<SharedCalls.Work<R>> pieces = new ArrayList<>();
    for (SharedCalls.Work<R> work : works) {
      pieces.add(
          () -> {
            SHARED.set(shared);
            return work.call(); // in a thread that ends with it
          });
    }
    await(progress);
    try {
      return shared.calls.run(pieces);
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

  private static OpenModels opened(Path path) throws IOException {
    ModelFolder folder = ModelFolder.open(path);
    List<FileState> weights = folder.weightFiles().states();
    List<FileState> classifier = ClassifierFolder.states(folder);
    Key key = new Key(path, weights, classifier, folder, Torch.get().settings());
    if (last == null || !last.key.equals(key)) {
      release();
      last = new OpenModels(key);
    }
    return last;
  }

  /** Releases the model's memory. */
  public static void close() {
    LOCK.lock();
    try {
      release();
    } finally {
      LOCK.unlock();
    }
  }

  private static void release() {
    if (last != null) {
      last.model.close();
      last = null;
    }
  }
}

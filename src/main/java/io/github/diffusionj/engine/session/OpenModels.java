package io.github.diffusionj.engine.session;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the model that was used last on its device, so that a macro that calls one command after
 * the other opens it once. It is opened anew when its files or the engine's settings change.
 *
 * <p>Threads may share it: one work has a model at a time, and the others wait for their turn, in
 * no promised order. Work that has a model must not ask the same session for another.
 */
public final class OpenModels implements ModelSession, AutoCloseable {

  /** How long Esc may go unnoticed while a command waits for another. */
  private static final int PATIENCE_MS = 50;

  private final ReentrantLock turn = new ReentrantLock();
  private OpenModel last;

  @Override
  public <R> R use(Path path, Progress progress, Work<R> work) throws IOException {
    await(progress);
    try {
      OpenModel open = opened(path, progress);
      return work.with(open.model(), open.hash());
    } finally {
      turn.unlock();
    }
  }

  @Override
  public <R> List<R> together(List<? extends Piece<R>> pieces, Progress progress)
      throws IOException {
    await(progress);
    try {
      return new SharedModel(path -> opened(path, progress)).all(pieces);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void release(Progress progress) {
    await(progress);
    try {
      closeLast();
    } finally {
      turn.unlock();
    }
  }

  /** Closes the model that is kept; waits for work that has it. */
  @Override
  public void close() {
    release(Progress.NONE);
  }

  private void await(Progress progress) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("Work that has a model asked its session for another.");
    }
    try {
      while (!turn.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        progress.checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private OpenModel opened(Path path, Progress progress) throws IOException {
    OpenModel.Origin origin = OpenModel.Origin.of(path, progress);
    if (last == null || !last.origin().equals(origin)) {
      closeLast();
      last = OpenModel.open(origin);
    }
    return last;
  }

  private void closeLast() {
    if (last != null) {
      last.close();
      last = null;
    }
  }
}

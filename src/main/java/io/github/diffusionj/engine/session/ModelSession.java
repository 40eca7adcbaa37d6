package io.github.diffusionj.engine.session;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a task gets its model from, so that whoever starts it decides what is kept open. */
public interface ModelSession {

  /** Work with an open model. */
  @FunctionalInterface
  interface Work<R> {
    /**
     * Does the work.
     *
     * @param model open until this returns, and not to be closed
     * @param hash of the model's weights
     */
    R with(DiffusionModel model, String hash) throws IOException;
  }

  /** One of several pieces of work that are done together. */
  @FunctionalInterface
  interface Piece<R> {
    /**
     * Does the piece.
     *
     * @param models where this piece gets its model from
     */
    R with(ModelSession models) throws IOException;
  }

  /**
   * Does some work with a model.
   *
   * @param progress asked whether to go on while this waits for other work
   * @throws IOException if the model can't be opened, with a sentence
   * @throws CancelledException if the user stops the wait
   */
  <R> R use(Path path, Progress progress, Work<R> work) throws IOException;

  /**
   * Does pieces of work, all of which use the same model or none, so that they share network calls.
   *
   * @param progress asked whether to go on while this waits for other work
   * @return their results, in their order
   * @throws IOException that a piece threw; the same holds for unchecked exceptions and errors. The
   *     others are stopped then
   * @throws CancelledException if the user stops the wait
   */
  <R> List<R> together(List<? extends Piece<R>> pieces, Progress progress) throws IOException;

  /**
   * Closes the model that is kept for the next work, unless this very work shares it with others.
   *
   * @param progress asked whether to go on while this waits for other work
   * @throws CancelledException if the user stops the wait
   */
  void release(Progress progress);
}

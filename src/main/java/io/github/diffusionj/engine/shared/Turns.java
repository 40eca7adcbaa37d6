package io.github.diffusionj.engine.shared;

import io.github.diffusionj.base.CancelledException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Pieces of work that are done in turns, so that what they ask can be answered together.
 *
 * <p>Each piece has a thread of its own, but only one of them runs at a time, and none while
 * questions are answered: a piece works until it asks something or ends, then it is the next one's
 * turn. When all have asked or ended, the questions are answered, in the order of the pieces, and
 * it goes round again. So pieces need no locks against each other, and which questions come
 * together depends on the pieces alone.
 *
 * @param <Q> what is asked
 * @param <A> an answer
 */
final class Turns<Q, A> {

  private final Function<List<Q>, List<Supplier<A>>> answers;
  private Piece<?> active;

  /**
   * Runs pieces of work whose questions are answered together.
   *
   * @param answers an answer for each question, in their order; one that throws does so where it
   *     was asked
   */
  Turns(Function<List<Q>, List<Supplier<A>>> answers) {
    this.answers = answers;
  }

  /**
   * Does all pieces.
   *
   * @return their results, in their order
   * @throws IOException that a piece threw; the same holds for unchecked exceptions and errors. The
   *     others are then stopped by a {@link CancelledException} where they wait
   */
  <R> List<R> run(List<? extends SharedCalls.Caller<R>> works) throws IOException {
    List<Piece<R>> pieces = works.stream().map(work -> new Piece<R>(work)).toList();
    try {
      List<Piece<R>> going = pieces;
      while (!going.isEmpty()) {
        for (Piece<R> piece : going) {
          piece.goOn();
          piece.check();
        }
        going = going.stream().filter(piece -> !piece.ended).toList();
        answer(going);
      }
      return pieces.stream().map(piece -> piece.result).toList();
    } finally {
      pieces.forEach(Piece::stop);
    }
  }

  private <R> void answer(List<Piece<R>> asking) {
    if (!asking.isEmpty()) {
      List<Supplier<A>> given = answers.apply(asking.stream().map(p -> p.question).toList());
      for (int i = 0; i < asking.size(); i++) {
        asking.get(i).answer = given.get(i);
      }
    }
  }

  /**
   * Asks something, in the thread of a piece, and waits for the answer.
   *
   * @throws CancelledException if another piece failed
   */
  A ask(Q question) {
    return active.ask(question);
  }

  /** One piece. Its fields are handed from thread to thread by the semaphores. */
  private final class Piece<R> {

    private final SharedCalls.Caller<R> work;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Thread thread;
    private Q question;
    private Supplier<A> answer;
    private R result;
    private Throwable failure;
    private boolean ended;
    private boolean stopped;

    Piece(SharedCalls.Caller<R> work) {
      this.work = work;
    }

    /** Lets the piece work until it asks or ends. */
    void goOn() {
      active = this;
      if (thread == null) {
        thread = new Thread(this::work, "DiffusionJ piece of work");
        thread.setDaemon(true);
        thread.start();
      } else {
        turn.release();
      }
      back.acquireUninterruptibly();
    }

    private void work() {
      try {
        result = work.call();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      } finally {
        ended = true;
        back.release();
      }
    }

    A ask(Q asked) {
      question = asked;
      back.release();
      turn.acquireUninterruptibly();
      if (stopped) {
        throw new CancelledException();
      }
      return answer.get();
    }

    void check() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }

    void stop() {
      if (thread != null && !ended) {
        stopped = true;
        goOn();
      }
    }
  }
}

package io.github.diffusionj.engine.session;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.shared.SharedCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What pieces of work that share network calls get their one model from. It is opened once for all,
 * even if its files change meanwhile.
 */
final class SharedModel implements ModelSession {

  /** Opens a model, or finds it open. */
  @FunctionalInterface
  interface Source {
    OpenModel open(Path path) throws IOException;
  }

  private final SharedCalls calls = new SharedCalls();
  private final Source source;
  private OpenModel open;

  SharedModel(Source source) {
    this.source = source;
  }

  /** Does all pieces; their results, in their order. */
  <R> List<R> all(List<? extends Piece<R>> pieces) throws IOException {
    List<SharedCalls.Caller<R>> works = new ArrayList<>();
    pieces.forEach(piece -> works.add(() -> piece.with(this)));
    return calls.run(works);
  }

  @Override
  public <R> R use(Path path, Progress progress, Work<R> work) throws IOException {
    Torch.get(progress); // for the number of threads of this one
    if (open == null) {
      open = source.open(path);
    } else if (!open.origin().path().equals(path)) {
      throw new IllegalArgumentException(
          "Work that is done together has one model, not %s and %s."
              .formatted(open.origin().path(), path));
    }
    return work.with(open.model().within(calls), open.hash());
  }

  /** One after the other: they share their calls with the pieces that this is one of already. */
  @Override
  public <R> List<R> together(List<? extends Piece<R>> pieces, Progress progress)
      throws IOException {
    List<R> results = new ArrayList<>();
    for (Piece<R> piece : pieces) {
      results.add(piece.with(this));
    }
    return results;
  }

  /** The other pieces need it. */
  @Override
  public void release(Progress progress) {}
}

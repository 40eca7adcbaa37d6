package io.github.diffusionj.task.train.card;

import io.github.diffusionj.base.Progress;
import java.io.IOException;

/**
 * What a card says of one kind of trainee.
 *
 * @param summary one sentence on what it is
 * @param network what its network is
 * @param results how good it is; may be empty
 * @param limits what it can't do
 */
public record CardText(String summary, String network, String results, String limits) {

  /** Words the card of what is trained and saved by now. */
  @FunctionalInterface
  public interface Source {

    /**
     * Words it, which may take time.
     *
     * @throws IOException if what was saved can't be read
     */
    CardText text(Progress progress) throws IOException;
  }
}

package io.github.diffusionj.task;

import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.model.ModelFolder;

/** What every result of a model remembers. */
public final class Records {

  private Records() {}

  /**
   * The command and the model, and for a single frame that it is a clean image, at t = 0. A stack
   * of moments on the way has no t of its own.
   */
  public static Provenance by(String command, ModelFolder model, String hash, int frames) {
    Provenance record =
        Provenance.by(command)
            .with(ProvenanceKey.MODEL, model.name())
            .with(ProvenanceKey.MODEL_HASH, hash)
            .with(ProvenanceKey.SCHEDULE, model.scheduler().scheduleText());
    return frames == 1 ? record.with(ProvenanceKey.T, 0) : record;
  }
}

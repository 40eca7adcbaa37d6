package io.github.diffusionj.task;

import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;

/** What every result of a model remembers. */
final class Records {

  private Records() {}

  /** The command and the model, and that the result is a clean image, at t = 0. */
  static Provenance by(String command, ModelFolder model, String hash) {
    return Provenance.by(command)
        .with(ProvenanceKey.MODEL, model.name())
        .with(ProvenanceKey.MODEL_HASH, hash)
        .with(ProvenanceKey.SCHEDULE, model.scheduler().scheduleText())
        .with(ProvenanceKey.T, 0);
  }
}

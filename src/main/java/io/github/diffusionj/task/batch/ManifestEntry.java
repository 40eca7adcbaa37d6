package io.github.diffusionj.task.batch;

import java.io.IOException;
import java.util.Locale;

/** The lines of one file in the manifest, from when it is begun. */
final class ManifestEntry {

  private final Manifest manifest;
  private final BatchOptions options;
  private final String name;
  private final long start = System.nanoTime();
  private String inputHash = "";

  ManifestEntry(Manifest manifest, BatchOptions options, String name) {
    this.manifest = manifest;
    this.options = options;
    this.name = name;
  }

  /** Says that the work begins. */
  void started(String hash) throws IOException {
    inputHash = hash;
    manifest.add(row(Manifest.Status.STARTED, "", "", ""));
  }

  /** Says how it ended. */
  void ended(Manifest.Status status, String seed, String message) throws IOException {
    String seconds = String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / 1e9);
    manifest.add(row(status, seed, seconds, message));
  }

  private Manifest.Row row(Manifest.Status status, String seed, String seconds, String message) {
    return new Manifest.Row(
        name,
        inputHash,
        options.command(),
        options.options(),
        seed,
        options.modelHash(),
        seconds,
        status,
        message);
  }
}

package io.github.diffusionj.task.batch;

import io.github.diffusionj.task.batch.BatchPlan.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of one result in the manifest, from when it is begun. */
final class ManifestEntry {

  private final Manifest manifest;
  private final BatchOptions options;
  private final Entry entry;
  private final long start = System.nanoTime();
  private final Set<String> made = new HashSet<>();
  private String inputHash = "";

  ManifestEntry(Manifest manifest, BatchOptions options, Entry entry) {
    this.manifest = manifest;
    this.options = options;
    this.entry = entry;
    manifest.of(entry.place()).map(Manifest.Row::made).ifPresent(made::addAll);
    made.removeIf(name -> !Files.exists(entry.file(name)));
  }

  /** A file that is where one of the result's belongs, and that no batch made. */
  Optional<Path> foreign() {
    return entry.files().entrySet().stream()
        .filter(file -> !made.contains(file.getKey()) && Files.exists(file.getValue()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Says that the work begins; from then on all of the result's files are the batch's. */
  void started(String hash) throws IOException {
    inputHash = hash;
    Set<String> all = new HashSet<>(made);
    all.addAll(entry.files().keySet());
    manifest.add(row(all, Manifest.Status.STARTED, "", "", ""));
  }

  /** Notes that one of the result's files is written. */
  void wrote(String name) {
    made.add(name);
  }

  /** Says how it ended. */
  void ended(Manifest.Status status, String seed, String message) throws IOException {
    String seconds = String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / 1e9);
    manifest.add(row(made, status, seed, seconds, message));
  }

  private Manifest.Row row(
      Set<String> files, Manifest.Status status, String seed, String seconds, String message) {
    return new Manifest.Row(
        entry.name(),
        entry.place(),
        Set.copyOf(files),
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

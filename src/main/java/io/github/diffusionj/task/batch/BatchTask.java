package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.image.Provenance;
import io.github.diffusionj.image.ProvenanceKey;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command over the files of a folder. Each result is written whole or not at all, into the output
 * folder; inputs, and files that no batch made, are never overwritten. A file that fails is
 * recorded in the {@link Manifest}, and the rest go on. A batch with the same options on the same
 * folders goes on where one was interrupted: what is done is left alone, what failed is tried
 * again.
 *
 * <p>The slices of a stack share network calls. Files do not, so that a file's result is the same
 * to the last bit whichever files came before it.
 */
public final class BatchTask {

  /** What a command makes of an image: images by a name, the main one's name empty. */
  @FunctionalInterface
  public interface Work {
    Map<String, ImagePlus> apply(ImagePlus image) throws IOException;
  }

  private final BatchOptions options;
  private final Work work;
  private final Function<Throwable, String> sentence;

  /**
   * Prepares the task.
   *
   * @param work the command
   * @param sentence what to tell the user of an exception
   */
  public BatchTask(BatchOptions options, Work work, Function<Throwable, String> sentence) {
    this.options = options;
    this.work = work;
    this.sentence = sentence;
  }

  /**
   * Works through all files.
   *
   * @throws IllegalArgumentException if there are no files, or results would overwrite something
   * @throws IOException if the manifest can't be written
   * @throws CancelledException if the user stops it; it can go on later
   */
  public BatchSummary run(Progress progress) throws IOException {
    List<BatchFiles.Entry> entries = BatchFiles.of(options);
    Files.createDirectories(options.output());
    try (Manifest manifest = Manifest.open(options.output())) {
      BatchFiles.sweep(entries);
      int[] counts = new int[3];
      for (int i = 0; i < entries.size(); i++) {
        progress.checkCancelled();
        BatchFiles.Entry entry = entries.get(i);
        progress.report(
            (double) i / entries.size(),
            "File %d of %d: %s".formatted(i + 1, entries.size(), entry.name()));
        if (isDone(manifest, entry)) {
          counts[1]++;
        } else {
          counts[process(manifest, entry, progress) ? 0 : 2]++;
        }
      }
      manifest.compact();
      return new BatchSummary(
          counts[0], counts[1], counts[2], options.output().resolve(Manifest.NAME));
    }
  }

  private boolean isDone(Manifest manifest, BatchFiles.Entry entry) {
    return manifest
        .of(entry.name())
        .filter(row -> row.status() == Manifest.Status.DONE)
        .filter(row -> row.command().equals(options.command()))
        .filter(row -> row.options().equals(options.options()))
        .filter(row -> row.modelHash().equals(options.modelHash()))
        .filter(row -> Files.exists(entry.result()))
        .isPresent();
  }

  private static boolean isOurs(Manifest manifest, BatchFiles.Entry entry) {
    return manifest
        .of(entry.name())
        .filter(row -> row.status() != Manifest.Status.REFUSED)
        .isPresent();
  }

  private boolean process(Manifest manifest, BatchFiles.Entry entry, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    if (Files.exists(entry.result()) && !isOurs(manifest, entry)) {
      String message =
          "The file %s exists already and was not made by a batch."
              .formatted(entry.result().getFileName());
      progress.note(entry.name() + ": " + message);
      manifest.add(row(entry, "", start, Manifest.Status.REFUSED, message));
      return false;
    }
    try {
      manifest.add(row(entry, "", start, Manifest.Status.STARTED, ""));
      String seed = write(entry, work.apply(ImageFiles.open(entry.source())));
      manifest.add(row(entry, seed, start, Manifest.Status.DONE, ""));
      return true;
    } catch (CancelledException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      String message = sentence.apply(e);
      progress.note(entry.name() + ": " + message);
      manifest.add(row(entry, "", start, Manifest.Status.FAILED, message));
      return false;
    }
  }

  /** Writes the others first, so that all are there when the main one is; returns the seed. */
  private static String write(BatchFiles.Entry entry, Map<String, ImagePlus> results)
      throws IOException {
    Files.createDirectories(entry.result().getParent());
    ImagePlus main = results.get("");
    if (main == null) {
      throw new IllegalArgumentException("The command made no image of " + entry.name() + ".");
    }
    for (Map.Entry<String, ImagePlus> result : results.entrySet()) {
      if (!result.getKey().isEmpty()) {
        ImageFiles.writeTiff(result.getValue(), beside(entry.result(), result.getKey()));
      }
    }
    ImageFiles.writeTiff(main, entry.result());
    return Provenance.of(main).flatMap(made -> made.get(ProvenanceKey.SEED)).orElse("");
  }

  private static Path beside(Path result, String name) {
    String file = result.getFileName().toString();
    return result.resolveSibling(file.replaceFirst("\\.tif$", "-" + name + ".tif"));
  }

  private Manifest.Row row(
      BatchFiles.Entry entry, String seed, long start, Manifest.Status status, String message) {
    Optional<Double> seconds =
        status == Manifest.Status.STARTED
            ? Optional.empty()
            : Optional.of((System.nanoTime() - start) / 1e9);
    return new Manifest.Row(
        entry.name(),
        options.command(),
        options.options(),
        seed,
        options.modelHash(),
        seconds.map(s -> String.format(Locale.ROOT, "%.3f", s)).orElse(""),
        status,
        message);
  }
}

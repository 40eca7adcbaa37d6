package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.task.batch.BatchPlan.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command over the files of a folder or the slices of a stack. Each result is written whole or
 * not at all, into the output folder; inputs, and files that no batch made, are never overwritten.
 * What fails is recorded in the {@link Manifest}, and the rest go on. A batch with the same options
 * goes on where one was interrupted: what is done is left alone, what failed or has changed since
 * is tried again.
 *
 * <p>Small files and slices that follow each other share network calls. Which ones do depends on
 * the list of all of them and not on what is left to do; one that is done already is worked on once
 * more beside those that are not, and its new result thrown away. So a batch that was interrupted
 * gives the same bytes as one that was not.
 */
public final class BatchTask {

  /** A command that is applied to one item at a time. */
  @FunctionalInterface
  public interface ItemCommand {
    /**
     * Applies the command.
     *
     * @param image not changed
     * @param slices which slice alone is meant, as the commands' key {@code slices}; empty for all
     * @param models where the command gets its model from
     */
    BatchOutput apply(
        ImagePlus image, Optional<String> slices, ModelSession models, Progress progress)
        throws IOException;
  }

  private final BatchOptions options;
  private final ItemCommand work;
  private final Function<Throwable, String> sentence;
  private final ModelSession models;

  /**
   * Applies a command to each item of the input that the options name.
   *
   * @param work the command
   * @param sentence what to tell the user of an exception
   * @param models where the command gets its model from
   */
  public BatchTask(
      BatchOptions options,
      ItemCommand work,
      Function<Throwable, String> sentence,
      ModelSession models) {
    this.options = options;
    this.work = work;
    this.sentence = sentence;
    this.models = models;
  }

  /**
   * Works through all of it.
   *
   * @throws IllegalArgumentException if there is nothing to do, or results would overwrite
   *     something
   * @throws IOException if the manifest can't be written
   * @throws CancelledException if the user stops it; it can go on later
   */
  public BatchSummary run(Progress progress) throws IOException {
    List<Entry> entries = BatchPlan.of(options);
    Files.createDirectories(options.output());
    try (Manifest manifest = Manifest.open(options.output())) {
      BatchPlan.sweep(entries);
      List<End> ends = new ArrayList<>();
      for (List<Entry> group : BatchPlan.groups(entries)) {
        progress.checkCancelled();
        Progress part = part(progress, ends.size(), group.size(), entries);
        ends.addAll(new Group(manifest, group, part).run());
      }
      manifest.compact();
      Path file = options.output().resolve(Manifest.NAME);
      return new BatchSummary(
          count(ends, End.DONE), count(ends, End.DONE_BEFORE), count(ends, End.FAILED), file);
    }
  }

  private static int count(List<End> ends, End wanted) {
    return (int) ends.stream().filter(end -> end == wanted).count();
  }

  /** Says which of the files it is about, and not what they say of themselves. */
  private static Progress part(Progress whole, int first, int count, List<Entry> entries) {
    String text =
        count == 1
            ? "%d of %d: %s".formatted(first + 1, entries.size(), entries.get(first).name())
            : "%d to %d of %d".formatted(first + 1, first + count, entries.size());
    double from = (double) first / entries.size();
    double to = (double) (first + count) / entries.size();
    whole.report(from, text);
    return whole.part(from, to).saying(text);
  }

  private enum End {
    DONE,
    DONE_BEFORE,
    FAILED
  }

  /** What is worked on together. */
  private final class Group {

    private final Manifest manifest;
    private final List<Entry> entries;
    private final Progress progress;

    /** So that no file is decoded twice; they are small where there is more than one. */
    private final Map<Entry, BatchItem.Opened> opened = new HashMap<>();

    private final Map<Entry, String> hashes = new HashMap<>();

    Group(Manifest manifest, List<Entry> entries, Progress progress) {
      this.manifest = manifest;
      this.entries = entries;
      this.progress = progress;
    }

    List<End> run() throws IOException {
      List<End> ends = new ArrayList<>();
      List<ModelSession.Piece<End>> pieces = new ArrayList<>();
      boolean shares = false;
      for (Entry entry : entries) {
        boolean done = isDone(entry);
        shares |= !done && entries.size() > 1 && opens(entry);
        pieces.add(done ? own -> again(entry, own) : own -> process(entry, own));
        ends.add(done ? End.DONE_BEFORE : null);
      }
      if (shares) {
        return models.together(pieces, progress);
      }
      for (int i = 0; i < ends.size(); i++) {
        if (ends.get(i) == null) {
          ends.set(i, pieces.get(i).with(models));
        }
      }
      return ends;
    }

    private boolean isDone(Entry entry) {
      Optional<Manifest.Row> row = manifest.of(entry.place());
      return options.skips()
          && row.isPresent()
          && row.get().file().equals(entry.name())
          && row.get().status() == Manifest.Status.DONE
          && row.get().command().equals(options.command())
          && row.get().options().equals(options.options())
          && row.get().modelHash().equals(options.modelHash())
          && row.get().made().containsAll(entry.files().keySet())
          && entry.files().values().stream().allMatch(Files::exists)
          && isUnchanged(entry, row.get());
    }

    private boolean isUnchanged(Entry entry, Manifest.Row row) {
      try {
        return row.inputHash().equals(hash(entry));
      } catch (IOException | RuntimeException e) {
        return false; // process says why
      }
    }

    /** Of what was there before it was opened, so that a later change is seen the next time. */
    private String hash(Entry entry) throws IOException {
      String hash = hashes.get(entry);
      if (hash == null) {
        hash = entry.item().hash();
        hashes.put(entry, hash);
      }
      return hash;
    }

    private boolean opens(Entry entry) {
      try {
        hash(entry);
        opened.put(entry, entry.item().open());
        return true;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        return false; // process says why
      }
    }

    /** Keeps the network calls of the others what they were. */
    private End again(Entry entry, ModelSession own) {
      try (BatchItem.Opened input = input(entry)) {
        apply(input, own);
      } catch (CancelledException e) {
        throw e;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        progress.note(entry.name() + ": " + sentence.apply(e));
      }
      return End.DONE_BEFORE;
    }

    private End process(Entry entry, ModelSession own) throws IOException {
      ManifestEntry lines = new ManifestEntry(manifest, options, entry);
      Optional<Path> foreign = lines.foreign();
      if (foreign.isPresent()) {
        String message =
            "The file %s exists already and was not made by a batch."
                .formatted(foreign.get().getFileName());
        progress.note(entry.name() + ": " + message);
        lines.ended(Manifest.Status.REFUSED, "", message);
        return End.FAILED;
      }
      try {
        lines.started(hash(entry));
        String seed;
        try (BatchItem.Opened input = input(entry)) {
          seed = write(entry, lines, apply(input, own));
        }
        lines.ended(Manifest.Status.DONE, seed, "");
        return End.DONE;
      } catch (CancelledException e) {
        throw e;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        String message = sentence.apply(e);
        progress.note(entry.name() + ": " + message);
        lines.ended(Manifest.Status.FAILED, "", message);
        return End.FAILED;
      }
    }

    private BatchItem.Opened input(Entry entry) throws IOException {
      BatchItem.Opened before = opened.remove(entry);
      return before == null ? entry.item().open() : before;
    }

    private BatchOutput apply(BatchItem.Opened input, ModelSession own) throws IOException {
      return work.apply(input.image(), input.slices(), own, progress);
    }
  }

  /** Writes the others first, so that all are there when the main one is; returns the seed. */
  private static String write(Entry entry, ManifestEntry lines, BatchOutput output)
      throws IOException {
    Files.createDirectories(entry.result().getParent());
    for (String name : output.beside().keySet()) {
      write(entry, lines, name, output);
    }
    write(entry, lines, ResultFile.MAIN, output);
    return output.seed();
  }

  private static void write(Entry entry, ManifestEntry lines, String name, BatchOutput output)
      throws IOException {
    Path file = entry.files().get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          "The command made '%s' of %s, which nobody announced, so it is not written."
              .formatted(name, entry.name()));
    }
    output.write(name, file);
    lines.wrote(name);
  }
}

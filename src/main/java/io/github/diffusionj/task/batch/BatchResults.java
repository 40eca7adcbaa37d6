package io.github.diffusionj.task.batch;

import io.github.diffusionj.image.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch works through, with the place of each result. */
final class BatchResults {

  /** What goes together to the network has at most so many bytes, so that it is all small. */
  private static final long SMALL_BYTES = 1L << 20;

  private static final int MOST_TOGETHER = 16;

  private BatchResults() {}

  /**
   * An item and where its result goes.
   *
   * @param item the item
   * @param result an absolute path
   */
  record Entry(BatchItem item, Path result) {

    String name() {
      return item.name();
    }
  }

  /**
   * All items, in their order.
   *
   * @throws IllegalArgumentException if there is none, two would have the same result, or a result
   *     would take the place of a file of the input
   */
  static List<Entry> of(BatchOptions options) throws IOException {
    List<BatchItem> items = options.input().items(options);
    Path output = options.output().toAbsolutePath().normalize();
    Map<Path, Entry> results = new LinkedHashMap<>();
    for (BatchItem item : items) {
      Path result = output.resolve(item.result().toString()).normalize();
      Entry other = results.put(result, new Entry(item, result));
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s would both be written to %s; use {file} in naming."
                .formatted(other.name(), item.name(), result.getFileName()));
      }
    }
    for (BatchItem item : items) {
      Entry clash = item.file().map(f -> results.get(f.toAbsolutePath().normalize())).orElse(null);
      if (clash != null) {
        throw new IllegalArgumentException(
            "The result of %s would take the place of the input %s; choose another output folder or naming."
                .formatted(clash.name(), item.file().get().getFileName()));
      }
    }
    return List.copyOf(results.values());
  }

  /**
   * Which entries share network calls: small ones that follow each other. It depends on all of the
   * entries and on nothing else, so that a batch that goes on makes the same groups.
   */
  static List<List<Entry>> groups(List<Entry> entries) throws IOException {
    List<List<Entry>> groups = new ArrayList<>();
    List<Entry> group = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += entry.item.bytes();
      if (!group.isEmpty() && (group.size() == MOST_TOGETHER || bytes > SMALL_BYTES)) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = entry.item.bytes();
      }
      group.add(entry);
    }
    groups.add(group);
    return groups;
  }

  /** Removes what an interrupted batch was writing. */
  static void sweep(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      Path name = entry.result.getFileName();
      Files.deleteIfExists(entry.result.resolveSibling(AtomicFile.PREFIX + name));
    }
  }
}

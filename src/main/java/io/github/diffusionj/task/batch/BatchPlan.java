package io.github.diffusionj.task.batch;

import io.github.diffusionj.base.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items of a batch in their order, with the files that each of them will be written to. */
final class BatchPlan {

  /** The most bytes of items that go to the network together, so that only small ones do. */
  private static final long SMALL_BYTES = 1L << 20;

  private static final int MOST_TOGETHER = 16;

  private BatchPlan() {}

  /**
   * An item and where its result goes.
   *
   * @param item the item
   * @param place the path of the main result below the output folder, with / as separator
   * @param files the absolute path of each result file by its {@link ResultFile} name
   */
  record Entry(BatchItem item, String place, Map<String, Path> files) {

    String name() {
      return item.name();
    }

    /** The file of the main result. */
    Path result() {
      return files.get(ResultFile.MAIN);
    }

    Path file(String name) {
      return ResultFile.of(result(), name);
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
    List<Entry> entries = items.stream().map(item -> entry(item, output, options)).toList();
    Map<Path, Entry> owners = owners(entries);
    for (BatchItem item : items) {
      Entry clash = item.file().map(f -> owners.get(f.toAbsolutePath().normalize())).orElse(null);
      if (clash != null) {
        throw new IllegalArgumentException(
            "The result of %s would take the place of the input %s; choose another output folder or naming."
                .formatted(clash.name(), item.file().get().getFileName()));
      }
    }
    return entries;
  }

  private static Entry entry(BatchItem item, Path output, BatchOptions options) {
    Path main = output.resolve(item.result().toString()).normalize();
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(ResultFile.MAIN, main);
    options.beside().forEach(name -> files.put(name, ResultFile.of(main, name)));
    return new Entry(item, output.relativize(main).toString().replace('\\', '/'), files);
  }

  private static Map<Path, Entry> owners(List<Entry> entries) {
    Map<Path, Entry> owners = new HashMap<>();
    for (Entry entry : entries) {
      for (Path file : entry.files().values()) {
        Entry other = owners.put(file, entry);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s and %s would both be written to %s; use {file} in naming."
                  .formatted(other.name(), entry.name(), file.getFileName()));
        }
      }
    }
    return owners;
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
    List<Path> files = new ArrayList<>();
    for (Entry entry : entries) {
      files.addAll(entry.files.values());
    }
    AtomicFile.sweep(files);
  }
}

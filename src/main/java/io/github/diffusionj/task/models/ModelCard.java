package io.github.diffusionj.task.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model card: {@code README.md}, which begins with YAML between two lines of three hyphens, where
 * the hub looks for the licence.
 *
 * @param license what the card's {@code license} says
 * @param text the card without that beginning
 */
record ModelCard(Optional<String> license, String text) {

  private static final String FILE = "README.md";
  private static final String FENCE = "---";
  private static final int LONGEST = 100_000;

  /** The card of a model's folder; empty if there is none. */
  static Optional<ModelCard> of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String content = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return Optional.of(parse(content.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")));
    }
  }

  static ModelCard parse(String content) {
    List<String> lines = content.lines().toList();
    int end = lines.isEmpty() || !lines.get(0).equals(FENCE) ? -1 : closing(lines);
    List<String> front = end < 0 ? List.of() : lines.subList(1, end);
    String text = String.join("\n", lines.subList(end + 1, lines.size())).strip();
    return new ModelCard(license(front), text);
  }

  private static int closing(List<String> lines) {
    int index = lines.subList(1, lines.size()).indexOf(FENCE);
    return index < 0 ? -1 : index + 1;
  }

  /** A name of one's own, in {@code license_name}, says more than {@code other}. */
  private static Optional<String> license(List<String> front) {
    Optional<String> name = value(front, "license_name");
    return name.isPresent() ? name : value(front, "license");
  }

  private static Optional<String> value(List<String> front, String key) {
    return front.stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip().replaceAll("^[\"']|[\"']$", ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}

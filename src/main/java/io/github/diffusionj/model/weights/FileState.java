package io.github.diffusionj.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file as it was at some moment: one that is written anew has another state.
 *
 * @param file the file
 * @param size in bytes
 * @param modified when it was written last
 * @param key what the file system itself tells files by, where it does
 */
public record FileState(Path file, long size, FileTime modified, Optional<Object> key) {

  /** The states of files that are there, in the same order. */
  public static List<FileState> of(List<Path> files) throws IOException {
    List<FileState> states = new ArrayList<>();
    for (Path file : files) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      states.add(
          new FileState(
              file, now.size(), now.lastModifiedTime(), Optional.ofNullable(now.fileKey())));
    }
    return states;
  }
}

package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that ends at once, as if it were killed, while it replaces a folder. */
final class HaltScenario {

  static final int HALTED = 9;

  private static int renames;

  private HaltScenario() {}

  /** Replaces a folder; halts before the rename of that number, or in the filling for 0. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int last = Integer.parseInt(args[1]);
    FileTree.replace(
        folder,
        folder.getParent(),
        fresh -> {
          Files.writeString(fresh.resolve("a.txt"), "new");
          haltAt(last == 0);
        },
        (from, to) -> {
          renames++;
          haltAt(renames == last);
          Files.move(from, to);
          haltAt(-renames == last);
        });
  }

  private static void haltAt(boolean now) {
    if (now) {
      Runtime.getRuntime().halt(HALTED);
    }
  }
}

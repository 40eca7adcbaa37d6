package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that takes a folder. */
final class LockScenario {

  static final int REFUSED = 2;

  private LockScenario() {}

  /**
   * Takes a folder and keeps it; with a number takes it so many times, and checks that none has.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    if (args.length > 1) {
      takeOften(folder, Integer.parseInt(args[1]));
      return;
    }
    try (FolderLock lock = FolderLock.take(folder, "child")) {
      System.out.println("has " + lock);
      Thread.sleep(60_000);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    }
  }

  private static void takeOften(Path folder, int times) throws IOException {
    Path inside = folder.resolve("inside");
    int taken = 0;
    while (taken < times) {
      Optional<FolderLock> lock = FolderLock.tryTake(folder);
      if (lock.isPresent()) {
        Files.createFile(inside); // fails if another is
        Files.delete(inside);
        lock.get().close();
        taken++;
      }
    }
  }
}

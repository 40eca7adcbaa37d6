package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch whose virtual machine is killed in the middle, twice, against one clean run. */
class BatchKillTest {

  /** Several times as many as share network calls, so that a group is left at each kill. */
  private static final int FILES = Integer.getInteger("diffusionj.batch.files", 40);

  private static final int DAMAGED_EVERY = Math.max(2, FILES / 5);

  @TempDir Path folder;

  private static Map<String, String> results(Path output) throws IOException {
    Map<String, String> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = output.relativize(file).toString();
        if (!name.equals("manifest.csv")) {
          results.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return results;
  }

  private Path macro(String output) throws IOException {
    return Files.writeString(
        folder.resolve(output + ".ijm"),
        """
        run("Diffusion Batch...", "command=denoise options=[t=300 steps=3 model=[%1$s/model]] input=[%1$s/in] output=[%1$s/%2$s] recursive");
        """
            .formatted(folder.toString().replace('\\', '/'), output));
  }

  /** Runs until so many results are there, then kills. */
  private void killAfter(int count, Path macro, Path output) throws Exception {
    Process process =
        JavaProcess.start(folder, Launcher.class, macro.toString(), folder.toString());
    while (process.isAlive() && (!Files.isDirectory(output) || finished(output) < count)) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
  }

  private static long finished(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith("-denoise.tif")).count();
    }
  }

  @Test
  void theSameBytesComeOutOfItAndTheDamagedFilesAreReported() throws Exception {
    TinyModel.create(folder.resolve("model"), 1);
    BatchScenario.write(Files.createDirectories(folder.resolve("in")), FILES, DAMAGED_EVERY);
    Path killed = folder.resolve("killed");
    Path macro = macro("killed");
    killAfter(FILES / 4, macro, killed);
    assertThat(finished(killed)).isLessThan(FILES - FILES / DAMAGED_EVERY);
    killAfter(FILES / 2, macro, killed);
    assertThat(finished(killed)).isLessThan(FILES - FILES / DAMAGED_EVERY);
    JavaProcess last = JavaProcess.run(folder, Launcher.class, macro.toString(), folder.toString());
    JavaProcess clean =
        JavaProcess.run(folder, Launcher.class, macro("clean").toString(), folder.toString());

    assertThat(results(killed)).isEqualTo(results(folder.resolve("clean")));
    assertThat(last.exitCode()).isNotZero();
    assertThat(clean.exitCode()).isNotZero();
    List<String> lines = Files.readAllLines(killed.resolve("manifest.csv"));
    long failed = lines.stream().filter(line -> line.contains(",failed,")).count();
    long done = lines.stream().filter(line -> line.contains(",done,")).count();
    assertThat(done + failed).isEqualTo(FILES);
    assertThat(failed).isEqualTo(FILES / DAMAGED_EVERY);
    assertThat(clean.err())
        .contains("%d of %d files done, %d failed".formatted(done, FILES, failed));
  }
}

package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diffusion Batch with the commands that make tables, plots or several images. */
class BatchAnalysisTest {

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void writeModelAndImages() throws IOException {
    TinyModel.create(folder.resolve("model"), 1);
    out = folder.resolve("out");
    Path in = Files.createDirectories(folder.resolve("in"));
    for (String name : List.of("a", "b")) {
      ImageFiles.writeTiff(
          IJ.createImage(name, "8-bit ramp", 16, 12, 1), in.resolve(name + ".tif"));
    }
  }

  private List<String> batch(String command, String options) throws Exception {
    String macro =
        "command=%s options=[model=[%s] range=0..255 %s] input=[%s] output=[%s]"
            .formatted(command, folder.resolve("model"), options, folder.resolve("in"), out);
    assertThat(MacroCall.of("manage.batch", null, macro).message()).isEmpty();
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> manifest() throws IOException {
    return Files.readAllLines(out.resolve("manifest.csv"));
  }

  private ResultsTable table(String name) throws IOException {
    return ResultsTable.open(out.resolve(name).toString());
  }

  @Test
  void anInversionHasItsTable() throws Exception {
    assertThat(batch("invert", "steps=2 iterations=1"))
        .containsExactly(
            "a-invert-table.csv",
            "a-invert.tif",
            "b-invert-table.csv",
            "b-invert.tif",
            "manifest.csv");
    assertThat(table("a-invert-table.csv").getValue("Steps", 0)).isEqualTo(2);
    assertThat(manifest().get(1)).startsWith("a.tif,a-invert.tif,result table.csv,");
  }

  @Test
  void aRoundTripHasItsMontageAndItsTable() throws Exception {
    assertThat(batch("round_trip", "t_list=20,50 steps=2 seeds=1"))
        .contains("a-round_trip.tif", "a-round_trip-montage.tif", "a-round_trip-table.csv")
        .hasSize(7);
    assertThat(table("b-round_trip-table.csv").size()).isGreaterThanOrEqualTo(2);
    assertThat(manifest().get(1)).contains(",round_trip,").contains(",1,");
    ImagePlus plot = ImageFiles.open(out.resolve("a-round_trip.tif"));
    assertThat(plot.getWidth()).isGreaterThan(200);
    FilesAsBefore before = new FilesAsBefore(out);
    batch("round_trip", "t_list=20,50 steps=2 seeds=1");
    assertThat(before.unchanged()).isTrue();
  }

  /** When files were last written, but for the manifest. */
  private record FilesAsBefore(Path folder, List<String> files) {

    FilesAsBefore(Path folder) throws IOException {
      this(folder, times(folder));
    }

    private static List<String> times(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> !file.endsWith("manifest.csv"))
            .map(file -> file + " " + file.toFile().lastModified())
            .sorted()
            .toList();
      }
    }

    boolean unchanged() throws IOException {
      return files.equals(times(folder));
    }
  }

  @Test
  void aScoreHasTheEstimateBesideIt() throws Exception {
    assertThat(batch("score", "t=50"))
        .contains("a-score.tif", "a-score-estimate.tif", "b-score.tif", "b-score-estimate.tif")
        .hasSize(5);
    assertThat(ImageFiles.open(out.resolve("a-score.tif")).getBitDepth()).isEqualTo(32);
  }

  @Test
  void aVariationalBoundHasItsTable() throws Exception {
    assertThat(batch("variational_bound", "samples=2 timesteps=3"))
        .contains("a-variational_bound.tif", "a-variational_bound-table.csv")
        .hasSize(5);
    assertThat(table("a-variational_bound-table.csv").size()).isGreaterThanOrEqualTo(3);
  }
}

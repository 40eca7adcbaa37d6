package io.github.diffusionj.task.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir Path folder;
  private Path in;
  private Path out;
  private final List<String> worked = new ArrayList<>();

  @BeforeEach
  void writeImages() throws IOException {
    in = Files.createDirectories(folder.resolve("in, of \"mine\""));
    out = folder.resolve("out");
    for (String name : List.of("a", "b", "c")) {
      ImageFiles.writeTiff(IJ.createImage(name, "8-bit ramp", 12, 9, 1), in.resolve(name + ".tif"));
    }
    Files.createDirectories(in.resolve("deep"));
    Files.copy(in.resolve("a.tif"), in.resolve("deep/d.tif"));
  }

  private BatchOptions options(String given, boolean recursive) {
    return new BatchOptions(
        "invert", given, "hash", new FolderInput(in, "*.tif", recursive), out, "{name}-{command}");
  }

  private BatchOptions named(String pattern, Path output, String naming) {
    return new BatchOptions("i", "", "", new FolderInput(in, pattern, false), output, naming);
  }

  private ImagePlus inverted(ImagePlus image) {
    worked.add(image.getTitle());
    ImagePlus result = image.duplicate();
    result.getProcessor().invert();
    return result;
  }

  private BatchSummary run(BatchOptions options) throws IOException {
    return new BatchTask(
            options,
            (image, slices, models, progress) -> BatchOutput.of(inverted(image)),
            Throwable::getMessage,
            MODELS)
        .run(Progress.NONE);
  }

  private static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".tif")) {
          results.put(
              folder.relativize(file).toString().replace('\\', '/'),
              HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return results;
  }

  private List<String> manifest() throws IOException {
    return Files.readAllLines(out.resolve("manifest.csv")).stream()
        .map(line -> line.replaceAll(",\\d+\\.\\d{3},", ",SECONDS,"))
        .map(line -> line.replaceAll(",[0-9a-f]{8},", ",CONTENT,"))
        .toList();
  }

  @Test
  void everyFileThatMatchesGetsAResultAndALine() throws IOException {
    BatchSummary summary = run(options("x=1, \"y\"", false));
    assertThat(summary.done()).isEqualTo(3);
    assertThat(results(out)).containsOnlyKeys("a-invert.tif", "b-invert.tif", "c-invert.tif");
    assertThat(manifest())
        .containsExactly(
            "file,result,made,input_hash,command,options,seed,model_hash,seconds,status,message",
            "a.tif,a-invert.tif,result,CONTENT,invert,\"x=1, \"\"y\"\"\",,hash,SECONDS,done,",
            "b.tif,b-invert.tif,result,CONTENT,invert,\"x=1, \"\"y\"\"\",,hash,SECONDS,done,",
            "c.tif,c-invert.tif,result,CONTENT,invert,\"x=1, \"\"y\"\"\",,hash,SECONDS,done,");
    assertThat(summary.text())
        .isEqualTo("3 of 3 files done; see " + out.resolve("manifest.csv") + ".");
  }

  @Test
  void foldersInTheFolderAreMirrored() throws IOException {
    run(options("", true));
    assertThat(results(out)).hasSize(4).containsKey("deep/d-invert.tif");
  }

  @Test
  void aBadFileIsReportedAndTheRestGoOn() throws IOException {
    Files.writeString(in.resolve("b.tif"), "no image");
    BatchSummary summary = run(options("", false));
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.done()).isEqualTo(2);
    assertThat(manifest().get(2))
        .isEqualTo(
            "b.tif,b-invert.tif,,CONTENT,invert,,,hash,SECONDS,failed,The file b.tif is no image that ImageJ can open.");
    assertThat(results(out)).containsOnlyKeys("a-invert.tif", "c-invert.tif");
  }

  @Test
  void aSecondRunDoesOnlyWhatIsMissing() throws IOException {
    Files.writeString(in.resolve("b.tif"), "no image");
    run(options("", false));
    Files.copy(in.resolve("deep/d.tif"), in.resolve("b.tif"), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(out.resolve("c-invert.tif"));
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(out.resolve("a-invert.tif"), longAgo);
    worked.clear();
    BatchSummary summary = run(options("", false));
    assertThat(worked).as("a shares the network calls of the others").hasSize(3);
    assertThat(Files.getLastModifiedTime(out.resolve("a-invert.tif"))).isEqualTo(longAgo);
    assertThat(summary.skipped()).isEqualTo(1);
    assertThat(summary.text()).startsWith("3 of 3 files done (1 of them before); see ");
  }

  @Test
  void nothingIsWorkedOnWhereAllIsDoneOrCannotBeOpened() throws IOException {
    Files.writeString(in.resolve("b.tif"), "no image");
    run(options("", false));
    worked.clear();
    assertThat(run(options("", false)).failed()).isEqualTo(1);
    assertThat(worked).isEmpty();
  }

  @Test
  void aFileThatVanishesMeanwhileIsReportedAndTheRestGoOn() throws IOException {
    for (int i = 10; i < 30; i++) { // more than share network calls
      Files.copy(in.resolve("a.tif"), in.resolve("n%d.tif".formatted(i)));
    }
    run(options("", false));
    Files.delete(out.resolve("a-invert.tif"));
    BatchTask deleting =
        new BatchTask(
            options("", false),
            (image, slices, models, progress) -> {
              Files.deleteIfExists(in.resolve("n28.tif"));
              return BatchOutput.of(inverted(image));
            },
            Throwable::toString,
            MODELS);
    BatchSummary summary = deleting.run(Progress.NONE);
    assertThat(summary.done()).isEqualTo(1);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.skipped()).isEqualTo(21);
    assertThat(manifest().get(22)).contains("failed").contains("NoSuchFileException");
  }

  @Test
  void resultsMayLieBesideTheirInputs() throws IOException {
    out = in;
    assertThat(run(options("", true)).done()).isEqualTo(4);
    assertThat(run(options("", true)).skipped()).isEqualTo(4);
    Files.delete(in.resolve("b-invert.tif"));
    assertThat(run(options("", true)).done()).isEqualTo(1);
    assertThat(results(in)).hasSize(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(named("*-invert.tif", in, "{name}-{command}")))
        .withMessageEndingWith("'*-invert.tif', apart from a batch's results.");
  }

  @Test
  void theOutputMayHoldTheInput() throws IOException {
    out = folder;
    assertThat(run(options("", true)).done()).isEqualTo(4);
    assertThat(results(folder)).hasSize(8).containsKeys("a-invert.tif", "deep/d-invert.tif");
    assertThat(run(options("", true)).skipped()).isEqualTo(4);
  }

  @Test
  void resultsInAFolderOfTheInputAreNoInput() throws IOException {
    out = in.resolve("results");
    assertThat(run(options("", true)).done()).isEqualTo(4);
    assertThat(run(options("", true)).skipped()).isEqualTo(4);
    assertThat(results(out)).hasSize(4);
  }

  @Test
  void aFileThatHasChangedIsDoneAgain() throws IOException {
    run(options("", false));
    ImageFiles.writeTiff(IJ.createImage("b", "8-bit ramp", 5, 4, 1), in.resolve("b.tif"));
    assertThat(run(options("", false)).skipped()).isEqualTo(2);
    assertThat(ImageFiles.open(out.resolve("b-invert.tif")).getWidth()).isEqualTo(5);
  }

  @Test
  void nothingIsLeftAloneWhereResultsDependOnMore() throws IOException {
    FolderInput input = new FolderInput(in, "*.tif", false);
    BatchOptions options = new BatchOptions("i", "", "", input, out, "{name}-x", List.of(), false);
    run(options);
    assertThat(run(options).done()).isEqualTo(3);
  }

  @Test
  void otherOptionsAreAnotherBatch() throws IOException {
    run(options("", false));
    worked.clear();
    run(options("seed=2", false));
    assertThat(worked).hasSize(3);
  }

  @Test
  void anInterruptedBatchGoesOnAndGivesTheSameBytes() throws IOException {
    run(options("", false));
    Map<String, String> clean = results(out);
    out = folder.resolve("interrupted");
    BatchTask stopping =
        new BatchTask(
            options("", false),
            (image, slices, models, progress) -> {
              if (worked.size() == 4) {
                throw new CancelledException();
              }
              return BatchOutput.of(inverted(image));
            },
            Throwable::getMessage,
            MODELS);
    assertThatThrownBy(() -> stopping.run(Progress.NONE)).isInstanceOf(CancelledException.class);
    assertThat(results(out)).hasSize(1);
    // What a crash leaves: half a result, half a line.
    Path part = Files.writeString(AtomicFile.part(out.resolve("b-invert.tif")), "half");
    Files.writeString(out.resolve("manifest.csv"), "c.tif,inv", StandardOpenOption.APPEND);
    run(options("", false));
    assertThat(results(out)).isEqualTo(clean);
    assertThat(part).doesNotExist();
    assertThat(manifest()).hasSize(4);
  }

  @Test
  void aFileThatNoBatchMadeIsNotOverwritten() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("b-invert.tif"), "mine");
    BatchSummary summary = run(options("", false));
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(out.resolve("b-invert.tif")).hasContent("mine");
    assertThat(manifest().get(2)).contains("exists already and was not made by a batch.");
    assertThat(run(options("", false)).failed()).isEqualTo(1);
    assertThat(out.resolve("b-invert.tif")).hasContent("mine");
  }

  @Test
  void resultsThatWouldTakeThePlaceOfSomethingAreRefusedBeforeAnyWork() throws IOException {
    BatchOptions same = named("*", in, "{name}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(same))
        .withMessageContaining("would take the place of the input a.tif");
    Files.copy(in.resolve("a.tif"), in.resolve("a.tiff"));
    BatchOptions equal = named("*", out, "{name}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(equal))
        .withMessage("a.tif and a.tiff would both be written to a.tif; use {file} in naming.");
    assertThat(worked).isEmpty();
  }

  private void assertRefuses(BatchSummary summary, int failed, String name) throws IOException {
    assertThat(summary.failed()).isEqualTo(failed);
    assertThat(out.resolve(name)).hasContent("mine");
    assertThat(manifest())
        .anyMatch(
            line ->
                line.endsWith(
                    ",refused,The file " + name + " exists already and was not made by a batch."));
  }

  @Test
  void aFileWithTheNameOfAnotherBatchsResultIsNotOverwritten() throws IOException {
    run(named("*.tif", out, "{name}-first"));
    Files.writeString(out.resolve("a-second.tif"), "mine");
    assertRefuses(run(named("*.tif", out, "{name}-second")), 1, "a-second.tif");
    assertThat(results(out)).hasSize(6);
  }

  @Test
  void aFileInThePlaceOfAResultThatWasNeverMadeIsNotOverwritten() throws IOException {
    Files.writeString(in.resolve("b.tif"), "no image");
    run(options("", false));
    Files.writeString(out.resolve("b-invert.tif"), "mine");
    Files.copy(in.resolve("a.tif"), in.resolve("b.tif"), StandardCopyOption.REPLACE_EXISTING);
    assertRefuses(run(options("", false)), 1, "b-invert.tif");
  }

  @Test
  void smallAndCapitalLettersAreTheSameInNames() throws IOException {
    Files.move(in.resolve("a.tif"), in.resolve("A.TIF"));
    run(named("[A-B].Tif", out, "{name}"));
    assertThat(results(out)).containsOnlyKeys("A.tif", "b.tif");
  }

  @Test
  void aResultMayBeMadeAnewAfterAFailure() throws IOException {
    run(options("", false));
    byte[] image = Files.readAllBytes(in.resolve("b.tif"));
    Files.writeString(in.resolve("b.tif"), "no image");
    assertThat(run(options("", false)).failed()).isEqualTo(1);
    Files.write(in.resolve("b.tif"), image);
    assertThat(run(options("", false)).failed()).isZero();
  }

  @Test
  void twoCommandsInOneFolderAreBothDone() throws IOException {
    run(named("*.tif", out, "{name}-first"));
    run(named("*.tif", out, "{name}-second"));
    assertThat(manifest()).hasSize(7);
    assertThat(run(named("*.tif", out, "{name}-first")).skipped()).isEqualTo(3);
  }

  private BatchOptions twofold(String naming) {
    FolderInput input = new FolderInput(in, "*.tif", false);
    return new BatchOptions("i", "", "", input, out, naming, List.of("rest"), true);
  }

  private BatchSummary runTwofold(BatchOptions options, String second) throws IOException {
    BatchTask.ItemCommand work =
        (image, slices, models, progress) ->
            new BatchOutput(inverted(image), Map.of(second, inverted(image)), "");
    return new BatchTask(options, work, Throwable::getMessage, MODELS).run(Progress.NONE);
  }

  @Test
  void whatLiesBesideAResultOverwritesNothingEither() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("b-rest.tif"), "mine");
    assertRefuses(runTwofold(twofold("{name}"), "rest"), 1, "b-rest.tif");
    assertThat(results(out))
        .containsOnlyKeys("a.tif", "a-rest.tif", "b-rest.tif", "c.tif", "c-rest.tif");
    assertThat(manifest().get(1)).startsWith("a.tif,a.tif,rest result,");
    assertThat(runTwofold(twofold("{name}"), "rest").skipped()).isEqualTo(2);
  }

  @Test
  void whatLiesBesideAResultIsNotMadeByABatchThatHadNone() throws IOException {
    run(named("*.tif", out, "{name}"));
    Files.writeString(out.resolve("b-rest.tif"), "mine");
    assertRefuses(runTwofold(twofold("{name}"), "rest"), 1, "b-rest.tif");
  }

  @Test
  void whatWouldLieInThePlaceOfSomethingIsRefusedBeforeAnyWork() throws IOException {
    Files.copy(in.resolve("a.tif"), in.resolve("a-rest.tif"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runTwofold(twofold("{name}"), "rest"))
        .withMessageContaining("would both be written to a-rest.tif; use {file} in naming.");
    Files.move(in.resolve("a-rest.tif"), in.resolve("a-x-rest.tif"));
    out = in;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runTwofold(twofold("{name}-x"), "rest"))
        .withMessageStartingWith(
            "The result of a.tif would take the place of the input a-x-rest.tif; choose");
    assertThat(worked).isEmpty();
  }

  @Test
  void whatNobodyAnnouncedIsNotWritten() throws IOException {
    assertThat(runTwofold(twofold("{name}"), "more").failed()).isEqualTo(3);
    assertThat(results(out)).isEmpty();
    assertThat(manifest().get(1)).contains("The command made 'more' of a.tif, which nobody");
  }

  @Test
  void aManifestOfAnEarlierVersionIsAClearCase() throws IOException {
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("manifest.csv"),
        "file,input_hash,command,options,seed,model_hash,seconds,status,message\n");
    assertThatIOException()
        .isThrownBy(() -> run(options("", false)))
        .withMessageEndingWith("choose another output folder, or move it and its results away.");
  }

  @Test
  void theManifestItselfIsNeitherLockedNorOpenWhenItIsReplaced() throws IOException {
    Files.createDirectories(out);
    Path file = out.resolve("manifest.csv");
    try (Manifest manifest = Manifest.open(out)) {
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(other.tryLock()).isNotNull();
      }
      manifest.compact();
      Manifest.Row row =
          new Manifest.Row("a", "b", Set.of(), "", "", "", "", "", "", Manifest.Status.DONE, "");
      assertThatThrownBy(() -> manifest.add(row)).isInstanceOf(ClosedChannelException.class);
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderOfAnotherBatchAtWorkIsRefused() throws IOException {
    Files.createDirectories(out);
    try (Manifest other = Manifest.open(out)) {
      assertThatIOException()
          .isThrownBy(() -> run(options("", false)))
          .withMessage("Another batch is writing to '" + out + "'.");
      assertThat(other.of("a.tif")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.tif,a.tif,result",
        "a.tif,a.tif,result,1,c,o,1,h,1.0,no status,",
        "\u0000\u0000\u0000",
        "\"a.tif\"x,a.tif,result,1,c,o,1,h,1.0,done,",
        "\"a.tif"
      })
  void aDamagedLineOfTheManifestIsNamedAndNothingIsTouched(String damaged) throws IOException {
    run(options("", false));
    Path file = out.resolve("manifest.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, damaged);
    Files.write(file, lines);
    assertThatIOException()
        .isThrownBy(() -> run(options("", true)))
        .withMessageStartingWith("Line 3 of the manifest " + file + " is damaged;");
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }

  @Test
  void whatIsNoManifestIsNotTouched() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("manifest.csv"), "my,own\nfile,1\n");
    assertThatIOException()
        .isThrownBy(() -> run(options("", false)))
        .withMessageContaining("is not the manifest of a batch.");
    assertThat(out.resolve("manifest.csv")).hasContent("my,own\nfile,1\n");
  }

  @Test
  void noFilesAndBadNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(named("*.xyz", out, "{name}")))
        .withMessageContaining("matches the pattern '*.xyz'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("*", out, "fixed"))
        .withMessage("naming must have {name} or {file} in it, but is 'fixed'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("*", out, "../{name}"))
        .withMessageStartingWith("naming must have no / ");
  }
}

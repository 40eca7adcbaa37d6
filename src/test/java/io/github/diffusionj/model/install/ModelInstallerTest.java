package io.github.diffusionj.model.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.FolderLock;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.base.ScratchFolder;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelInstallerTest {

  private static final int KILLS = 10;

  private static final ModelInstaller.Check NONE = model -> {};

  @TempDir Path temp;

  private Path source;
  private Path root;
  private ModelInstaller installer;

  @BeforeEach
  void prepare() throws IOException {
    source = TinyModel.create(temp.resolve("tiny"), 1).path();
    root = temp.resolve("models");
    installer = new ModelInstaller(root);
  }

  @Test
  void folderIsCopied() throws IOException {
    Files.writeString(source.resolve("README.md"), "card");
    Files.createDirectories(source.resolve(".cache"));
    Path model = install(source, "", false);
    assertThat(model).isEqualTo(root.resolve("tiny"));
    assertThat(ModelFolder.open(model).hash()).isEqualTo(ModelFolder.open(source).hash());
    assertThat(model.resolve("README.md")).hasContent("card");
    assertThat(model.resolve(".cache")).doesNotExist();
    assertOnly("tiny");
  }

  @Test
  void filesThatAreLinksAreCopiedAsFiles() throws IOException {
    Path weights = ModelFolder.open(source).weights();
    Path blob = Files.move(weights, temp.resolve("blob"));
    Files.createSymbolicLink(weights, blob);
    Path model = install(source, "linked", false);
    assertThat(Files.isSymbolicLink(ModelFolder.open(model).weights())).isFalse();
    assertThat(ModelFolder.open(model).hash()).isEqualTo(ModelFolder.open(source).hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nested/"})
  void zipIsUnpackedWhetherTheModelIsInAFolderInItOrNot(String prefix) throws IOException {
    Path zip = zipOf(source, prefix);
    Path model = install(zip, "", false);
    assertThat(model.getFileName().toString()).isEqualTo(prefix.isEmpty() ? "model" : "nested");
    assertThat(ModelFolder.open(model).hash()).isEqualTo(ModelFolder.open(source).hash());
  }

  @Test
  void modelOfThatNameIsReplacedOnlyIfToldSo() throws IOException {
    Path model = install(source, "", false);
    Path other = TinyModel.create(temp.resolve("other"), 3).path();
    assertThatThrownBy(() -> install(other, "tiny", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A model tiny is installed already;");
    assertThat(ModelFolder.open(model).network().inChannels()).isEqualTo(1);
    install(other, "tiny", true);
    assertThat(ModelFolder.open(model).network().inChannels()).isEqualTo(3);
    assertOnly("tiny");
  }

  @Test
  void folderThatIsNoModelIsNeverReplaced() throws IOException {
    Files.createDirectories(root.resolve("tiny"));
    assertThatThrownBy(() -> install(source, "", true)).hasMessageContaining("is not a model");
  }

  @Test
  void refusedModelLeavesWhatWasInstalled() throws IOException {
    Path model = install(source, "", false);
    String hash = ModelFolder.open(model).hash();
    Path other = TinyModel.create(temp.resolve("other"), 3).path();
    ModelInstaller.Check refusal =
        checked -> {
          throw new IOException(checked.resolve("unet") + " is odd.");
        };
    assertThatThrownBy(() -> installer.install(other, "tiny", true, refusal, Progress.NONE))
        .hasMessage(other + " is not installed: " + other.resolve("unet") + " is odd.");
    assertThat(ModelFolder.open(model).hash()).isEqualTo(hash);
    assertOnly("tiny");
  }

  @Test
  void escLeavesNothingBehind() throws IOException {
    Path zip = zipOf(source, "");
    Progress stopped =
        new Progress() {
          @Override
          public void report(double fraction, String message) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> installer.install(zip, "", false, NONE, stopped))
        .isInstanceOf(CancelledException.class);
    assertOnly();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".hidden", "a/b", "a\\b", "..", "a:b", "end.", "end ", "x*", "NUL", "con.a"})
  void nameThatIsNoFolderNameEverywhereIsRefused(String name) {
    assertThatThrownBy(() -> install(source, name, false))
        .hasMessageStartingWith("A model can't be named '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ../evil         | a part of its name
          unet/../../evil | a part of its name
          /etc/evil       | its name is absolute
          C:/evil         | its name is absolute
          c:evil          | its name is absolute
          \\\\host\\evil  | its name is absolute
          unet\\evil      | its name has a character
          unet//evil      | a part of its name
          ./evil          | a part of its name
          evil.           | a part of its name
          evil:stream     | its name has a character
          UNET/CONFIG.json | another entry has the same place
          unet            | another entry has the same place
          unet/config.json/evil | another entry has the same place
          nul             | stands for a device on Windows
          unet/Aux.json   | stands for a device on Windows
          com1/a.json     | stands for a device on Windows
          LPT³ .a.b       | stands for a device on Windows
          """)
  void entryWithABadNameIsRefused(String name, String reason) throws IOException {
    Path zip = zip(out -> entry(out, name, "evil"));
    assertThatThrownBy(() -> install(zip, "", false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(zip + " can't be unpacked: the entry '" + name + "' is refused")
        .hasMessageContaining(reason);
    assertOnly();
    assertThat(temp.resolve("evil")).doesNotExist();
  }

  @Test
  void linkIsRefused() throws IOException {
    Path zip = zip(out -> entry(out, "unet/link", "/etc/passwd"));
    byte[] bytes = Files.readAllBytes(zip);
    int entry = lastIndexOf(bytes, "unet/link") - 46;
    bytes[entry + 5] = 3; // made by Unix
    bytes[entry + 41] = (byte) 0xa1; // S_IFLNK | 0777
    bytes[entry + 40] = (byte) 0xff;
    Files.write(zip, bytes);
    assertThatThrownBy(() -> install(zip, "", false)).hasMessageContaining("it is a link");
    assertOnly();
  }

  @Test
  void nameThatIsThereTwiceIsRefused() throws IOException {
    Path zip = zip(out -> entry(out, "unet/confiG.json", "{}"));
    byte[] bytes = Files.readAllBytes(zip);
    replace(bytes, "unet/confiG.json", "unet/config.json");
    Files.write(zip, bytes);
    assertThatThrownBy(() -> install(zip, "", false)).hasMessageContaining("has the same place");
  }

  @Test
  void zipThatWouldUnpackToFarMoreIsRefused() throws IOException {
    Path zip = zip(out -> zeros(out, "unet/zeros", 70_000_000));
    assertThat(Files.size(zip)).isLessThan(1_000_000);
    assertThatThrownBy(() -> install(zip, "", false))
        .hasMessageContaining("would unpack to more than 20 times its size");
    assertOnly();
  }

  @Test
  void entryThatIsLongerThanItSaysIsRefused() throws IOException {
    Path zip = zip(out -> zeros(out, "unet/zeros", 70_000_000));
    byte[] bytes = Files.readAllBytes(zip);
    int entry = lastIndexOf(bytes, "unet/zeros") - 46;
    Arrays.fill(bytes, entry + 24, entry + 28, (byte) 0);
    bytes[entry + 25] = 4; // says 1,024 bytes
    Files.write(zip, bytes);
    assertThatThrownBy(() -> install(zip, "", false))
        .hasMessageContaining("is longer than it says");
    assertOnly();
  }

  @Test
  void zipThatIsCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(zipOf(source, ""));
    Path zip = temp.resolve("cut.zip");
    for (int percent = 0; percent < 100; percent++) {
      Files.write(zip, Arrays.copyOf(whole, whole.length * percent / 100));
      assertThatThrownBy(() -> install(zip, "", false))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(zip + " can't be unpacked: ");
    }
    assertOnly();
  }

  @Test
  void damagedByteIsFoundOrDoesNotMatter() throws IOException {
    byte[] whole = Files.readAllBytes(zipOf(source, ""));
    String hash = ModelFolder.open(source).hash();
    Path zip = temp.resolve("damaged.zip");
    int directory = whole.length - 600;
    for (int position = 0;
        position < whole.length;
        position += position < directory ? directory / 60 : 7) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x10;
      Files.write(zip, damaged);
      try {
        assertThat(ModelFolder.open(install(zip, "m", true)).hash()).isEqualTo(hash);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(temp.toString());
      }
    }
  }

  @Test
  void whatHoldsNoModelIsRefused() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThatThrownBy(() -> install(empty, "", false)).hasMessageContaining("holds no model");
    Path text = Files.writeString(temp.resolve("model.tar"), "x");
    assertThatThrownBy(() -> install(text, "", false)).hasMessageContaining("neither a folder nor");
    assertThatThrownBy(() -> install(temp.resolve("nowhere"), "", false))
        .hasMessageStartingWith("There is no folder or zip ");
    assertOnly();
  }

  @Test
  void onlyModelsInTheFolderAreRemoved() throws IOException {
    Path model = install(source, "", false);
    for (Path elsewhere : List.of(source, root, temp, root.resolve("tiny/unet"))) {
      assertThatThrownBy(() -> installer.remove(elsewhere))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Only models in the folder " + root);
    }
    installer.remove(model);
    assertOnly();
    assertThat(source).isNotEmptyDirectory();
  }

  @Test
  void linksThatLeadInACircleAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(source.resolve("unet/loop"), source);
    assertThatThrownBy(() -> install(source, "", false))
        .isInstanceOf(IOException.class)
        .extracting(e -> FileTrouble.sentence((IOException) e))
        .isEqualTo("The file " + link + " is a link to a folder that it is in itself.");
    assertOnly();
  }

  @Test
  void linksToFarMoreThanAModelAreRefusedBeforeAnythingIsCopied() throws IOException {
    Path many = Files.createDirectory(temp.resolve("many"));
    for (int i = 0; i < 110; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    Path links = Files.createDirectory(source.resolve("links"));
    for (int i = 0; i < 100; i++) {
      Files.createSymbolicLink(links.resolve("l" + i), many);
    }
    assertThatThrownBy(() -> install(source, "", false))
        .isInstanceOf(IOException.class)
        .hasMessage(
            source + " has more than 10000 files and folders, links followed, and so is no model.");
    assertOnly();
  }

  @Test
  void theSecondAtATimeIsRefused() throws IOException {
    Path model = install(source, "", false);
    ModelInstaller.Check another =
        checked -> {
          assertThatThrownBy(() -> install(source, "other", false))
              .isInstanceOf(IOException.class)
              .hasMessage(
                  "Another installation or removal of a model is writing to '" + root + "'.");
          assertThatThrownBy(() -> installer.remove(model)).hasMessageStartingWith("Another inst");
        };
    installer.install(source, "second", false, another, Progress.NONE);
    assertOnly("second", "tiny");
  }

  @Test
  void whatAKilledInstallationLeftIsSweptByTheNext() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    JavaProcess killed =
        JavaProcess.run(home, KilledInstallScenario.class, source.toString(), root.toString());
    assertThat(killed.exitCode()).isEqualTo(KilledInstallScenario.HALTED);
    assertThat(root).isNotEmptyDirectory();
    install(source, "", false);
    assertOnly("tiny");
  }

  @Test
  void aModelThatIsReplacedOutlastsKillsAtAnyTime() throws Exception {
    String hash = ModelFolder.open(source).hash();
    Path home = Files.createDirectory(temp.resolve("home"));
    install(source, "", false);
    SplittableRandom random = new SplittableRandom(15);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          JavaProcess.start(
              home, KilledInstallScenario.class, source.toString(), root.toString(), "again");
      while (process.isAlive() && Files.notExists(root.resolve(FolderLock.NAME))) {
        process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      process.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      ScratchFolder.recover(root);
      assertThat(ModelFolder.open(root.resolve("tiny")).hash()).isEqualTo(hash);
      Files.deleteIfExists(root.resolve(FolderLock.NAME));
      assertOnly("tiny");
    }
  }

  private Path install(Path from, String name, boolean replace) throws IOException {
    return installer.install(from, name, replace, NONE, Progress.NONE);
  }

  /** No temporary folders either. */
  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> entries = Files.list(Files.createDirectories(root))) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder(names);
    }
  }

  /** Something that writes to a zip. */
  @FunctionalInterface
  private interface More {
    void write(ZipOutputStream zip) throws IOException;
  }

  private Path zip(More more) throws IOException {
    Path zip = temp.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addModel(out, source, "");
      more.write(out);
    }
    return zip;
  }

  private Path zipOf(Path folder, String prefix) throws IOException {
    Path zip = temp.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addModel(out, folder, prefix);
    }
    return zip;
  }

  private static void addModel(ZipOutputStream zip, Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(
            new ZipEntry(prefix + folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static void zeros(ZipOutputStream zip, String name, int count) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(new byte[count]);
    zip.closeEntry();
  }

  private static int lastIndexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  private static void replace(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
      System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, to.length());
    }
  }
}

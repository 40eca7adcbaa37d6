package io.github.diffusionj.model.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged zips: unpacked as they were, or refused with a sentence; nothing lands elsewhere. */
class HostileZipTest {

  /** The end of a small model's zip is its directory. */
  private static final int DIRECTORY = 700;

  @TempDir Path temp;

  private byte[] sound;
  private Path zip;
  private Path target;

  @BeforeEach
  void pack() throws IOException {
    Path model = TinyModel.create(temp.resolve("models/model"), 1).path();
    zip = temp.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(
            new ZipEntry(model.getParent().relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    sound = Files.readAllBytes(zip);
    target = Files.createDirectories(temp.resolve("target/inner"));
  }

  @Test
  void zipCutShortAnywhereIsRefused() throws IOException {
    assertThat(refused(sound)).isFalse();
    for (int percent = 0; percent < 100; percent++) {
      int length = (int) ((long) sound.length * percent / 100);
      assertThat(refused(Arrays.copyOf(sound, length))).as("%d %%", percent).isTrue();
    }
  }

  @Test
  void mutatedZipIsUnpackedOrRefusedWithASentence() throws IOException {
    SplittableRandom random = new SplittableRandom(23);
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] mutated = sound.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        int from = random.nextInt(4) == 0 ? 0 : sound.length - DIRECTORY;
        mutated[random.nextInt(from, sound.length)] = (byte) random.nextInt(256);
      }
      refused += refused(mutated) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(300);
  }

  private boolean refused(byte[] bytes) throws IOException {
    Files.write(zip, bytes);
    Path folder = Files.createTempDirectory(target, "unpacked");
    try {
      ModelZip.unpack(zip, folder, Progress.NONE);
      return false;
    } catch (IOException e) {
      assertThat(e.getMessage())
          .startsWith(zip + " can't be unpacked: ")
          .endsWith(".")
          .doesNotContain("\n")
          .hasSizeLessThan(600);
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      return fail("another exception than an IOException", e);
    } finally {
      assertThat(names(temp)).containsExactly("model.zip", "models", "target");
      assertThat(names(target)).containsExactly(folder.getFileName().toString());
      delete(folder);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}

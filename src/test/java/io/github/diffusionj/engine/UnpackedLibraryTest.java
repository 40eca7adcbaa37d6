package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibraryTest {

  private static final String CORE = "libc10.so";
  private static final String LARGE = "libtorch_cpu.so";
  private static final byte[] CONTENT =
      "the machine code".repeat(1_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path temp;

  private Path folder;
  private UnpackedLibrary library;

  @BeforeEach
  void unpack() throws IOException {
    Path jar = temp.resolve("natives.jar");
    folder = Files.createDirectories(temp.resolve("cache/2.7.1-cpu-linux-x86_64"));
    Map<String, URL> originals = new HashMap<>();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : new String[] {CORE, LARGE}) {
        entries.putNextEntry(new JarEntry("cpu/" + name));
        entries.write(CONTENT);
        Files.write(folder.resolve(name), CONTENT);
        originals.put(name, URI.create("jar:" + jar.toUri() + "!/cpu/" + name).toURL());
      }
    }
    library = new UnpackedLibrary(folder, originals);
  }

  @Test
  void oneThatIsWholeStays() throws IOException {
    assertThat(library.removeIfDamaged()).isEmpty();
    assertThat(folder.resolve(LARGE)).hasBinaryContent(CONTENT);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2); // the engine would load anything else
    }
    assertThat(library.removeIfDamaged()).isEmpty();
  }

  @Test
  void cutOneIsRemovedWhole() throws IOException {
    library.removeIfDamaged();
    Files.write(folder.resolve(LARGE), new byte[100]);
    assertRemoved(LARGE);
  }

  @Test
  void zerosOfTheRightLengthAreRemoved() throws IOException {
    Files.write(folder.resolve(CORE), new byte[CONTENT.length]);
    assertRemoved(CORE);
  }

  @Test
  void zerosAfterItWasFoundWholeAreRemoved() throws IOException {
    library.removeIfDamaged();
    Files.write(folder.resolve(LARGE), new byte[CONTENT.length]);
    Files.setLastModifiedTime(folder.resolve(LARGE), FileTime.fromMillis(1_000));
    assertRemoved(LARGE);
  }

  @Test
  void missingFileIsDamageAndMissingFolderIsNot() throws IOException {
    Files.delete(folder.resolve(LARGE));
    assertRemoved(LARGE);
    assertThat(library.removeIfDamaged()).isEmpty();
  }

  @Test
  void contentIsReadAgainOnlyAfterAChange() throws IOException {
    library.removeIfDamaged();
    Path file = folder.resolve(LARGE);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[CONTENT.length]);
    Files.setLastModifiedTime(file, time);
    assertThat(library.removeIfDamaged()).isEmpty();
    Files.writeString(temp.resolve("cache/2.7.1-cpu-linux-x86_64.checked"), "damaged, too");
    assertRemoved(LARGE);
  }

  private void assertRemoved(String damaged) throws IOException {
    Optional<String> sentence = library.removeIfDamaged();
    assertThat(sentence)
        .contains(
            "PyTorch's library was damaged (%s), so it is unpacked anew."
                .formatted(folder.resolve(damaged)));
    try (Stream<Path> left = Files.list(temp.resolve("cache"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }
}

package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLeftoversTest {

  @TempDir Path cache;

  @Test
  void onlyOldOnesAreDeleted() throws IOException {
    folder("tmp123", 25);
    folder("tmp456", 1);
    folder("2.7.1-cpu-linux-x86_64", 1_000);
    UnpackedLeftovers.sweep(cache);
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("tmp456", "2.7.1-cpu-linux-x86_64");
    }
    UnpackedLeftovers.sweep(cache.resolve("missing"));
  }

  private void folder(String name, int hours) throws IOException {
    Path folder = Files.createDirectory(cache.resolve(name));
    Files.writeString(folder.resolve("libtorch_cpu.so"), "half");
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
  }
}

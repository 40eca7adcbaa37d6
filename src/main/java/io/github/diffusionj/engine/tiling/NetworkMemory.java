package io.github.diffusionj.engine.tiling;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory there is for network calls. */
final class NetworkMemory {

  private static final Path LINUX = Path.of("/proc/meminfo");

  /** What is assumed where Java does not tell. */
  private static final long USUAL = 4L << 30;

  /** Systems other than Linux count memory that caches fill as used: this part is not. */
  private static final int USUALLY_FREE = 4;

  private NetworkMemory() {}

  /** Half of the memory that is free, in bytes, so that ImageJ has the rest. */
  static long budget() {
    return available() / 2;
  }

  /** The total is that of the container, if there is one. */
  private static long available() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return USUAL;
    }
    long total = system.getTotalMemorySize();
    long usual = Math.max(system.getFreeMemorySize(), total / USUALLY_FREE);
    return Math.min(total, linux().orElse(usual));
  }

  /** With what the system would give back from its caches. */
  private static OptionalLong linux() {
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }
}

package io.github.diffusionj.engine.tiling;

import com.sun.management.OperatingSystemMXBean;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory a network call takes, and how much there is. */
final class NetworkMemory {

  private static final Path LINUX = Path.of("/proc/meminfo");

  /** What is assumed where Java does not tell. */
  private static final long USUAL = 4L << 30;

  /** Systems other than Linux count memory that caches fill as used: this part is not. */
  private static final int USUALLY_FREE = 4;

  private static final long BYTES_PER_PIXEL_USUAL = 8192;

  /** Features of a level that are alive at once beside those kept for the way up. */
  private static final int WORKING_COPIES = 8;

  private NetworkMemory() {}

  /**
   * An estimate from above of what a call takes for each pixel of its input: float32 features of
   * every level, those that the way down keeps for the way up and some that are being worked on.
   */
  static long bytesPerPixel(NetworkConfig network) {
    if (!(network instanceof UNetConfig unet)) {
      return BYTES_PER_PIXEL_USUAL;
    }
    double values = 0;
    double pixels = 1;
    for (int channels : unet.levels().channels()) {
      values += pixels * channels * (2 * unet.levels().layers() + WORKING_COPIES);
      pixels /= 4;
    }
    return Math.round(values * Float.BYTES);
  }

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

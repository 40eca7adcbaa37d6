package io.github.diffusionj.engine;

/**
 * Where and how networks run.
 *
 * @param device auto (the first CUDA GPU that the engine can use, else the processor), cpu, gpuN or
 *     mps
 * @param threads processor threads of one operation, 1…1024, or 0 for the engine's own choice
 * @param precision the number type of the network
 */
public record EngineSettings(String device, int threads, Precision precision) {

  /** The best device there is, all cores, full precision. */
  public static final EngineSettings DEFAULT = new EngineSettings("auto", 0, Precision.FLOAT32);

  private static final int MOST_THREADS = 1024;

  public EngineSettings {
    if (!device.matches("auto|cpu|gpu\\d{1,3}|mps")) {
      throw new IllegalArgumentException(
          "device must be auto, cpu, gpu0, gpu1 and so on, or mps, but is '" + device + "'.");
    }
    if (threads < 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads must be between 1 and %d, or 0 for the engine's choice, but is %d."
              .formatted(MOST_THREADS, threads));
    }
  }

  /** The same on another device. */
  public EngineSettings withDevice(String wanted) {
    return new EngineSettings(wanted, threads, precision);
  }
}

package io.github.diffusionj.engine;

/**
 * What runs where, and why.
 *
 * @param device the device in use, such as {@code cpu} or {@code gpu0}
 * @param reason why it is that one
 * @param threads processor threads of one operation
 * @param precision the number type of the network
 * @param pytorch PyTorch's version
 * @param djl DJL's version
 * @param gpus the number of CUDA GPUs that the engine can use
 */
public record EngineReport(
    String device,
    String reason,
    int threads,
    Precision precision,
    String pytorch,
    String djl,
    int gpus) {

  /** The report in lines of text. */
  public String text() {
    return """
        device: %s (%s)
        threads: %d
        precision: %s
        engine: PyTorch %s through DJL %s
        CUDA GPUs: %d
        """
        .formatted(device, reason, threads, precision.label(), pytorch, djl, gpus);
  }
}

package io.github.diffusionj.model.torchscript;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.network.TimeInput;
import io.github.diffusionj.model.scheduler.SchedulerConfig;

/**
 * What {@code torchscript.json} says of a network that is a TorchScript file, {@code model.pt}. Its
 * architecture is not known, only how it is called: {@value #SIGNATURE}.
 *
 * @param inChannels C, channels of x_t
 * @param outChannels C', channels of what it puts out
 * @param sampleSize the width and height that it was trained on, or 0 if not stated
 * @param sizeMultiple widths and heights must be multiples of this
 * @param classes y is from 0 to below this; 0 for a network without y
 * @param time in which form it takes t
 * @param prediction what it puts out
 */
public record TorchScriptConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    int sizeMultiple,
    int classes,
    TimeInput time,
    Prediction prediction)
    implements NetworkConfig {

  /** How the network is called. */
  public static final String SIGNATURE =
      "forward(x: Tensor[N,C,H,W] float32, t: Tensor[N] float32[, y: Tensor[N] int64]) ->"
          + " Tensor[N,C',H,W]";

  /** So many channels and such sizes that a network can be tried out on any machine. */
  private static final int MOST_CHANNELS = 256;

  private static final int LARGEST_MULTIPLE = 256;

  private static final int MOST = 65_536;

  public TorchScriptConfig {
    Checks.within("in_channels", inChannels, 1, MOST_CHANNELS);
    Checks.within("out_channels", outChannels, 1, 2 * MOST_CHANNELS);
    Checks.within("sample_size", sampleSize, 0, MOST);
    Checks.within("size_multiple", sizeMultiple, 1, LARGEST_MULTIPLE);
    Checks.within("num_classes", classes, 0, MOST);
    if (sampleSize % sizeMultiple != 0) {
      throw new IllegalArgumentException(
          "sample_size must be a multiple of size_multiple, but %d is none of %d."
              .formatted(sampleSize, sizeMultiple));
    }
  }

  /**
   * Checks that the network can be told every time of a schedule.
   *
   * @throws IllegalArgumentException if σ is infinite at T
   */
  public void checkTimes(SchedulerConfig scheduler) {
    if (!Double.isFinite(time.of(scheduler.steps(), scheduler.schedule()))) {
      throw new IllegalArgumentException(
          "rescale_betas_zero_snr must be false for a network whose time is sigma, since sigma would"
              + " be infinite at T.");
    }
  }
}

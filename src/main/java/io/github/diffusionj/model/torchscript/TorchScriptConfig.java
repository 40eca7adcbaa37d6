package io.github.diffusionj.model.torchscript;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.network.TimeInput;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.script.ScriptFile;
import java.util.Optional;

/**
 * What {@code torchscript.json} says of a network that is a TorchScript file, {@code model.pt}. Its
 * architecture is not known, only how it is called: {@value ScriptFile#SIGNATURE}.
 *
 * @param inChannels C, channels of x_t
 * @param outChannels C', channels of what it puts out
 * @param sampleSize the width and height that it was trained on, or 0 if not stated
 * @param sizeMultiple widths and heights must be multiples of this
 * @param classes y is from 0 to below this; 0 for a network without y
 * @param timeInput in which form it takes t
 * @param prediction what it puts out
 */
public record TorchScriptConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    int sizeMultiple,
    int classes,
    TimeInput timeInput,
    Prediction prediction)
    implements NetworkConfig {

  /** So many channels and such sizes that a network can be tried out on any machine. */
  private static final int MOST_CHANNELS = 256;

  private static final int LARGEST_MULTIPLE = 256;

  private static final int MOST = 65_536;

  private static final long USUAL_BYTES_PER_PIXEL = 8192;

  private static final int USUAL_SIZE = 32;

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

  @Override
  public String className() {
    return "TorchScript";
  }

  @Override
  public String description() {
    String time =
        switch (timeInput) {
          case INDEX -> "the index t - 1";
          case FRACTION -> "the fraction t/T";
          case SIGMA -> "the noise level sigma";
        };
    return "TorchScript, code that runs with your rights; its time is " + time;
  }

  @Override
  public ClassInput classInput() {
    return ClassInput.of(classes);
  }

  @Override
  public Optional<Prediction> statedPrediction() {
    return Optional.of(prediction);
  }

  /** Unknown, so what is usual. */
  @Override
  public long bytesPerPixel() {
    return USUAL_BYTES_PER_PIXEL;
  }

  /** Nothing is known of its levels, so an image of the usual size rather than the smallest. */
  @Override
  public int trialFactor() {
    return Math.max(1, USUAL_SIZE / sizeMultiple);
  }

  /** Refuses a schedule with an infinite σ. */
  @Override
  public void checkScheduler(SchedulerConfig scheduler) {
    if (!Double.isFinite(timeInput.of(scheduler.steps(), scheduler.schedule()))) {
      throw new IllegalArgumentException(
          "rescale_betas_zero_snr must be false for a network whose time is sigma, since sigma would"
              + " be infinite at T.");
    }
  }
}

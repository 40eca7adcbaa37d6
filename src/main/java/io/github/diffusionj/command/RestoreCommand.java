package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.ModelImageCommand;
import io.github.diffusionj.image.noise.OutlierTreatment;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.task.restore.NoiseChoice;
import io.github.diffusionj.task.restore.RestoreOptions;
import io.github.diffusionj.task.restore.RestoreTask;
import io.github.diffusionj.task.restore.Restored;
import io.github.diffusionj.task.restore.Transform;
import io.github.diffusionj.task.restore.Uncertainty;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Cleans the active image of its own noise. */
@Plugin(type = Command.class)
public final class RestoreCommand extends ModelImageCommand {

  @Parameter(
      description =
          "none for noise that is the same everywhere; anscombe for a camera's, which grows with the"
              + " light.")
  private String transform = Transform.NONE.label();

  @Parameter(
      label = "Sigma (empty: estimated)",
      required = false,
      persist = false,
      min = "0",
      description =
          "Standard deviation of the noise in grey levels, with anscombe of the read noise alone;"
              + " empty to estimate it from the image.")
  private Double sigma;

  @Parameter(
      label = "Gain (of anscombe)",
      required = false,
      persist = false,
      min = "0",
      description = "For anscombe: grey levels for one photon; empty to estimate it.")
  private Double gain;

  @Parameter(
      label = "Offset (of anscombe)",
      required = false,
      persist = false,
      description =
          "For anscombe with sigma: the grey value without light; empty for 0, or without sigma to"
              + " estimate it.")
  private Double offset;

  @Parameter(
      label = "Steps (empty: the usual)",
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description =
          "Network calls; empty for 1, which gives the posterior mean, or 20 for each sample.")
  private Integer steps;

  @Parameter(
      min = "1",
      max = "1000",
      description =
          "1 for the posterior mean at once; more for the mean of that many samples from the"
              + " posterior.")
  private int samples = 1;

  @Parameter(
      description =
          "What to add as channels: the standard deviation of the samples, or that and their 5 %,"
              + " 50 % and 95 % quantiles.")
  private String uncertainty = Uncertainty.NONE.label();

  @Parameter(
      label = "Show the residual",
      description = "Shows what was taken away, too; it should look like noise.")
  private boolean residual;

  @Parameter(
      label = "Output type",
      description =
          "source for the pixel type of the image, in which values are rounded; float32 to measure"
              + " where it is dark.")
  private String output = OutputType.SOURCE.label();

  @Parameter(
      description =
          "Hot pixels and cosmic rays, which the network does not see: keep for the result to have"
              + " them as they are, remove to replace them.")
  private String outliers = OutlierTreatment.KEEP.label();

  @Parameter(description = "The same seed gives the same samples.")
  private long seed = 1;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus difference;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "transform" -> Labelled.labels(Transform.values());
      case "uncertainty" -> Labelled.labels(Uncertainty.values());
      case "outliers" -> Labelled.labels(OutlierTreatment.values());
      case "output" -> Labelled.labels(OutputType.SOURCE, OutputType.FLOAT32);
      default -> super.choices(key);
    };
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    NoiseChoice noise =
        new NoiseChoice(Transform.of(transform), optional(sigma), optional(gain), optional(offset));
    RestoreOptions options =
        new RestoreOptions(
            model(),
            noise,
            optional(steps),
            samples,
            Uncertainty.of(uncertainty),
            seed,
            range(),
            OutputType.of(output),
            OutlierTreatment.of(outliers));
    Restored restored = new RestoreTask(options, models(), residual).run(part(), progress);
    result = restored.image();
    difference = restored.residual().orElse(null);
  }
}

package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.image.noise.OutlierTreatment;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.result.KindStack;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the samples of an item become the result and the residual. */
final class RestoreOutput {

  private final ImageItems items;
  private final ResultImage mean;
  private final KindStack kinds;
  private final ResultImage residual;
  private final OutlierTreatment treatment;
  private int outliers;

  RestoreOutput(ImageItems items, RestoreOptions options, boolean wantsResidual) {
    this.items = items;
    this.treatment = options.outliers();
    String title = "Restored " + items.title();
    boolean single = options.uncertainty() == Uncertainty.NONE;
    mean = single ? ResultImage.like(items, options.output(), title) : null;
    kinds = single ? null : KindStack.of(items, options.uncertainty().channels(), title);
    residual =
        wantsResidual
            ? ResultImage.like(items, OutputType.FLOAT32, "Residual of " + items.title())
            : null;
  }

  /**
   * Takes all samples of an item.
   *
   * @param noisy the item; this object's own from then on
   * @param changed whether the network was called; else there is nothing to correct
   */
  void write(int item, NoisyItems.NoisyItem noisy, Samples samples, boolean changed) {
    float[] grey = noisy.grey();
    if (changed) {
      samples.correct(noisy.seen(), items.width(), items.height());
      noisy.defects().putBack(grey, samples, treatment);
      outliers += noisy.defects().outliers().size();
    }
    write(item, samples.kinds());
    if (residual != null) {
      subtract(samples.mean(), grey);
      residual.write(item, grey);
    }
  }

  private void write(int item, List<float[]> values) {
    if (mean != null) {
      mean.write(item, values.get(0));
      return;
    }
    for (int kind = 0; kind < values.size(); kind++) {
      kinds.write(item, kind, values.get(kind));
    }
  }

  private static void subtract(float[] values, float[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= values[i];
    }
  }

  /** The images, not shown; the residual's grey ±3σ fill its display range. */
  Restored finish(Provenance record, double sigma) {
    ImagePlus image = mean == null ? kinds.finish() : mean.finish();
    record.writeTo(image);
    if (residual == null) {
      return new Restored(image, Optional.empty());
    }
    ImagePlus difference = residual.finish();
    difference.setDisplayRange(-3 * sigma, 3 * sigma);
    record.writeTo(difference);
    return new Restored(image, Optional.of(difference));
  }

  /** What is to be said of outliers, if there were any. */
  Optional<String> note() {
    boolean kept = treatment == OutlierTreatment.KEEP;
    return outliers == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Pixels of '%s' that are hot or hit by cosmic rays: %d, far outside of the range of intensities. The network did not see them, and they were %s.",
                items.title(),
                outliers,
                kept ? "kept as they are (outliers=remove replaces them)" : "replaced"));
  }

  ImageItems items() {
    return items;
  }
}

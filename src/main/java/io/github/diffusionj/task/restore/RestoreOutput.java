package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.KindStack;
import io.github.diffusionj.image.OutputType;
import io.github.diffusionj.image.ResultImage;
import io.github.diffusionj.image.record.Provenance;
import java.util.List;
import java.util.Optional;

/** Where the samples of an item become the result and the residual. */
final class RestoreOutput {

  private final ImageItems items;
  private final Uncertainty uncertainty;
  private final ResultImage mean;
  private final KindStack kinds;
  private final ResultImage residual;

  RestoreOutput(ImageItems items, Uncertainty uncertainty, boolean wantsResidual) {
    this.items = items;
    this.uncertainty = uncertainty;
    String title = "Restored " + items.title();
    boolean single = uncertainty == Uncertainty.NONE;
    mean = single ? ResultImage.like(items, OutputType.SOURCE, title) : null;
    kinds = single ? null : KindStack.of(items, uncertainty.channels(), title);
    residual =
        wantsResidual
            ? ResultImage.like(items, OutputType.FLOAT32, "Residual of " + items.title())
            : null;
  }

  /** Takes all samples of an item, in grey values. */
  void write(int item, float[] noisy, List<float[]> samples) {
    float[] average = SampleStatistics.mean(samples);
    if (residual != null) {
      float[] difference = noisy.clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= average[i];
      }
      residual.write(item, difference);
    }
    if (mean != null) {
      mean.write(item, average);
      return;
    }
    kinds.write(item, 0, average);
    kinds.write(item, 1, SampleStatistics.deviation(samples, average));
    if (uncertainty == Uncertainty.QUANTILES) {
      List<float[]> quantiles = SampleStatistics.quantiles(samples);
      for (int q = 0; q < quantiles.size(); q++) {
        kinds.write(item, 2 + q, quantiles.get(q));
      }
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

  ImageItems items() {
    return items;
  }
}

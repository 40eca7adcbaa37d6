package io.github.diffusionj.command.figure;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.image.quality.Quality;
import java.util.function.ToDoubleFunction;

/** What may be plotted of how alike two images are. */
public enum QualityMeasure implements Labelled {
  /** Peak signal-to-noise ratio. */
  PSNR("psnr", "PSNR (dB)", Quality::psnr),
  /** Structural similarity. */
  SSIM("ssim", "SSIM", Quality::ssim),
  /** Correlation coefficient. */
  CORRELATION("correlation", "Correlation", Quality::correlation);

  private final String label;
  private final String title;
  private final ToDoubleFunction<Quality> of;

  QualityMeasure(String label, String title, ToDoubleFunction<Quality> of) {
    this.label = label;
    this.title = title;
    this.of = of;
  }

  @Override
  public String label() {
    return label;
  }

  String title() {
    return title;
  }

  double of(Quality quality) {
    return of.applyAsDouble(quality);
  }

  /**
   * The measure of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static QualityMeasure of(String label) {
    return Labelled.of(QualityMeasure.class, "measure", label);
  }
}

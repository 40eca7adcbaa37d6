package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.within;

import io.github.diffusionj.base.Labelled;

/**
 * How a network changes from level to level.
 *
 * @param padding of the convolution on the way down: 1, or 0 for one pixel at the right and the
 *     bottom alone
 * @param down the layer after an {@code AttnDownBlock2D}
 * @param up the layer after an {@code AttnUpBlock2D}
 */
public record Resampling(int padding, Layer down, Layer up) {

  /** diffusers' defaults. */
  public static final Resampling DEFAULT = new Resampling(1, Layer.CONV, Layer.CONV);

  /** Kinds of layers, under diffusers' names. */
  public enum Layer implements Labelled {
    /** A convolution. */
    CONV("conv"),
    /** A residual layer with the mean of 2×2 pixels, or each pixel four times, inside. */
    RESNET("resnet");

    private final String label;

    Layer(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  public Resampling {
    within("downsample_padding", padding, 0, 1);
  }
}

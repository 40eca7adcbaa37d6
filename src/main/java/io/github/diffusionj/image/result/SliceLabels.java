package io.github.diffusionj.image.result;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.Objects;

/** Labels of a result's slices from those of the source. */
final class SliceLabels {

  private static final String[] COMPONENTS = {"Red", "Green", "Blue"};

  private SliceLabels() {}

  static void carry(PixelPlanes source, PixelType type, ImageStack result) {
    ImageStack labels = source.image().getStack();
    if (type == source.type() || (source.type() != PixelType.RGB && type != PixelType.RGB)) {
      for (int i = 1; i <= result.getSize(); i++) {
        result.setSliceLabel(labels.getSliceLabel(i), i);
      }
    } else if (source.type() == PixelType.RGB) {
      split(labels, result);
    } else {
      merge(labels, result);
    }
  }

  private static void split(ImageStack labels, ImageStack result) {
    for (int i = 0; i < result.getSize(); i++) {
      String label = labels.getSize() > 1 ? labels.getSliceLabel(1 + i / 3) : null;
      result.setSliceLabel(label == null ? COMPONENTS[i % 3] : label, i + 1);
    }
  }

  private static void merge(ImageStack labels, ImageStack result) {
    for (int i = 0; i < result.getSize(); i++) {
      String label = labels.getSliceLabel(3 * i + 1);
      if (Objects.equals(label, labels.getSliceLabel(3 * i + 2))) {
        result.setSliceLabel(label, i + 1);
      }
    }
  }
}

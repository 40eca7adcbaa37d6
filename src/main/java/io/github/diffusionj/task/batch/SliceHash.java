package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.measure.Calibration;
import ij.process.LUT;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A number for all of an image that the result of one of its slices may depend on. */
final class SliceHash {

  private final CRC32 sum = new CRC32();

  private SliceHash() {}

  /**
   * What all slices share: size, type, display range, calibration of the values, properties,
   * selection and overlay. Its cost is that of the overlay, so it is taken once for all slices.
   */
  static String ofImage(ImagePlus image) {
    SliceHash hash = new SliceHash();
    hash.add(Arrays.toString(image.getDimensions()) + image.getBitDepth());
    hash.addDisplay(image);
    Calibration values = image.getCalibration();
    hash.add(values.getFunction() + Arrays.toString(values.getCoefficients()));
    hash.add(Arrays.toString(image.getPropertiesAsArray()));
    hash.add(image.getRoi());
    Overlay overlay = image.getOverlay();
    if (overlay != null) {
      for (Roi element : overlay.toArray()) {
        hash.add(element);
      }
    }
    return hash.text();
  }

  /**
   * All of a slice.
   *
   * @param shared what {@link #ofImage} gave
   */
  static String of(ImagePlus image, StackInput.Place place, String shared) {
    SliceHash hash = new SliceHash();
    hash.add(shared);
    ImageStack stack = image.getStack();
    for (int c = 1; c <= image.getNChannels(); c++) {
      hash.addPixels(stack.getPixels(image.getStackIndex(c, place.z(), place.t())));
    }
    return hash.text();
  }

  private String text() {
    return "%08x".formatted(sum.getValue());
  }

  private void add(String text) {
    sum.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Of a composite image those of its channels, whichever is in view. */
  private void addDisplay(ImagePlus image) {
    if (image.isComposite()) {
      for (LUT lut : image.getLuts()) {
        add(lut.min + " " + lut.max);
      }
    } else {
      add(image.getDisplayRangeMin() + " " + image.getDisplayRangeMax());
    }
  }

  /** A copy's bytes, since ImageJ notes the overlay's options in an element when it saves it. */
  private void add(Roi roi) {
    byte[] bytes = null;
    if (roi != null) {
      Roi copy = (Roi) roi.clone();
      copy.setPrototypeOverlay(new Overlay());
      bytes = RoiEncoder.saveAsByteArray(copy);
    }
    add(Arrays.toString(bytes));
  }

  private void addPixels(Object pixels) {
    if (pixels instanceof byte[] bytes) {
      sum.update(bytes);
    } else if (pixels instanceof short[] shorts) {
      ByteBuffer bytes = ByteBuffer.allocate(shorts.length * Short.BYTES);
      bytes.asShortBuffer().put(shorts);
      sum.update(bytes);
    } else if (pixels instanceof int[] ints) {
      ByteBuffer bytes = ByteBuffer.allocate(ints.length * Integer.BYTES);
      bytes.asIntBuffer().put(ints);
      sum.update(bytes);
    } else if (pixels instanceof float[] floats) {
      ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
      bytes.asFloatBuffer().put(floats);
      sum.update(bytes);
    }
  }
}

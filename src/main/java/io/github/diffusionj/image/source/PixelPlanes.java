package io.github.diffusionj.image.source;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.PackedRgb;
import io.github.diffusionj.image.pixel.PixelType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;

/**
 * An image as a row of grey planes, channel fastest, then z, then t.
 *
 * <p>A grey image has one plane a slice, in ImageJ's own order. An RGB slice gives three: R, G, B.
 */
public final class PixelPlanes {

  private static final String[] COMPONENTS = {"red", "green", "blue"};

  private final ImagePart part;
  private final ImagePlus image;
  private final ImageStack stack;
  private final PixelType type;

  public PixelPlanes(ImagePart part) {
    this.part = part;
    this.image = part.image();
    this.stack = image.getStack();
    this.type = PixelType.of(image);
  }

  public ImagePlus image() {
    return image;
  }

  public ImagePart part() {
    return part;
  }

  public PixelType type() {
    return type;
  }

  public int width() {
    return image.getWidth();
  }

  public int height() {
    return image.getHeight();
  }

  /** Number of pixels in a plane. */
  public int area() {
    return width() * height();
  }

  /** Channels as a model counts them: 3 for RGB, else the image's own. */
  public int channels() {
    return type == PixelType.RGB ? 3 : image.getNChannels();
  }

  public int count() {
    return type == PixelType.RGB ? 3 * stack.getSize() : stack.getSize();
  }

  /** The slice, counted from 1, that holds a plane. */
  public int slice(int plane) {
    return 1 + (type == PixelType.RGB ? plane / 3 : plane);
  }

  /**
   * The stored pixels of a slice: not a copy, except for a virtual stack.
   *
   * @throws UncheckedIOException if a virtual stack no longer finds the slice, or finds another
   *     size
   */
  public Object pixels(int slice) {
    Object pixels = stack.getPixels(slice);
    if (pixels == null || Array.getLength(pixels) != area()) {
      String message =
          "Slice "
              + part.slice(slice)
              + " of '"
              + image.getTitle()
              + "' cannot be read, but the file of a virtual stack must stay where it is.";
      throw new UncheckedIOException(message, new IOException(message));
    }
    return pixels;
  }

  /** What people see of a plane: its slice's label or number, and for RGB the component. */
  public String label(int plane) {
    String name = sliceName(slice(plane));
    return type == PixelType.RGB ? name + " " + COMPONENTS[plane % 3] : name;
  }

  public String sliceName(int slice) {
    boolean several = part.whole().getStackSize() > 1;
    String label = several ? stack.getShortSliceLabel(slice) : null;
    if (label != null) {
      return label;
    }
    return several ? "slice " + part.slice(slice) : image.getTitle();
  }

  /**
   * Copies a plane into an array.
   *
   * @throws IllegalArgumentException if a pixel is NaN or infinite
   */
  public void read(int plane, float[] out, int offset) {
    readAsIs(plane, out, offset);
    if (type == PixelType.FLOAT32) {
      checkFinite(out, offset, plane);
    }
  }

  /** Copies a plane, with pixels that are NaN or infinite, too. */
  public void readAsIs(int plane, float[] out, int offset) {
    Object pixels = pixels(slice(plane));
    if (pixels instanceof byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        out[offset + i] = bytes[i] & 0xff;
      }
    } else if (pixels instanceof short[] shorts) {
      for (int i = 0; i < shorts.length; i++) {
        out[offset + i] = shorts[i] & 0xffff;
      }
    } else if (pixels instanceof int[] colours) {
      for (int i = 0; i < colours.length; i++) {
        out[offset + i] = PackedRgb.component(colours[i], plane % 3);
      }
    } else {
      float[] floats = (float[]) pixels;
      System.arraycopy(floats, 0, out, offset, floats.length);
    }
  }

  private void checkFinite(float[] pixels, int offset, int plane) {
    for (int i = 0; i < area(); i++) {
      if (!Float.isFinite(pixels[offset + i])) {
        throw new IllegalArgumentException(
            "Slice "
                + part.slice(slice(plane))
                + " of '"
                + image.getTitle()
                + "' has the pixel value "
                + pixels[offset + i]
                + " at x = "
                + i % width()
                + ", y = "
                + i / width()
                + ", but every pixel must be a finite number.");
      }
    }
  }
}

package io.github.diffusionj.image.plane;

import io.github.diffusionj.image.pixel.PackedRgb;
import io.github.diffusionj.image.pixel.PixelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How pixels are written in an uncompressed TIFF: RGB as three bytes, red first.
 *
 * @param type of the pixels
 * @param order of the bytes of a number
 */
public record PixelBytes(PixelType type, ByteOrder order) {

  /** Bytes of a pixel. */
  public int bytes() {
    return switch (type) {
      case GREY8 -> Byte.BYTES;
      case GREY16 -> Short.BYTES;
      case FLOAT32 -> Float.BYTES;
      case RGB -> 3;
    };
  }

  /** An empty buffer with room for this many pixels. */
  ByteBuffer buffer(int pixels) {
    return ByteBuffer.allocate(Math.multiplyExact(pixels, bytes())).order(order);
  }

  /** Takes the pixels that a buffer has left, into an array from an index on. */
  void decode(ByteBuffer from, Object pixels, int index) {
    int count = from.remaining() / bytes();
    switch (type) {
      case GREY8 -> from.get((byte[]) pixels, index, count);
      case GREY16 -> from.asShortBuffer().get((short[]) pixels, index, count);
      case FLOAT32 -> from.asFloatBuffer().get((float[]) pixels, index, count);
      case RGB -> {
        int[] colours = (int[]) pixels;
        for (int i = index; i < index + count; i++) {
          int colour = PackedRgb.BLACK;
          for (int component = 0; component < 3; component++) {
            colour = PackedRgb.with(colour, component, Byte.toUnsignedInt(from.get()));
          }
          colours[i] = colour;
        }
      }
    }
  }

  /** Fills what a buffer has left with the pixels of an array from an index on, to be read. */
  void encode(Object pixels, int index, ByteBuffer to) {
    int count = to.remaining() / bytes();
    switch (type) {
      case GREY8 -> to.put((byte[]) pixels, index, count);
      case GREY16 -> to.asShortBuffer().put((short[]) pixels, index, count);
      case FLOAT32 -> to.asFloatBuffer().put((float[]) pixels, index, count);
      case RGB -> {
        for (int i = index; i < index + count; i++) {
          for (int component = 0; component < 3; component++) {
            to.put((byte) PackedRgb.component(((int[]) pixels)[i], component));
          }
        }
      }
    }
    to.rewind();
  }
}

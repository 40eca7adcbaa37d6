package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.diffusionj.diffusion.noise.NoiseField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** The noise of a step, in memory that is taken by the first and used again for each. */
final class StepNoise {

  private final NoiseField field;
  private final List<Long> images;
  private final SampleShape shape;
  private ByteBuffer bytes;

  /** Noise of images of that shape, each with its number in the field. */
  StepNoise(NoiseField field, List<Long> images, SampleShape shape) {
    this.field = field;
    this.images = images;
    this.shape = shape;
  }

  /** z of a stream; on the processor it lies in this object's memory, so until the next call. */
  NDArray of(int stream, NDManager scope) {
    if (bytes == null) {
      bytes =
          ByteBuffer.allocateDirect(Math.multiplyExact(shape.length(), Float.BYTES))
              .order(ByteOrder.nativeOrder());
    }
    FloatBuffer floats = bytes.asFloatBuffer();
    float[] band = new float[shape.channels() * shape.width()];
    for (int image = 0; image < shape.images(); image++) {
      for (int row = 0; row < shape.height(); row++) {
        field.fillWindow(
            band, 0, images.get(image), stream, shape.channels(), row, 0, 1, shape.width());
        put(band, image, row, floats);
      }
    }
    return scope.create(bytes.rewind(), shape.toShape(), DataType.FLOAT32);
  }

  /** One row of each channel. */
  private void put(float[] band, int image, int row, FloatBuffer floats) {
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = image * shape.channels() + channel;
      int to = (plane * shape.height() + row) * shape.width();
      floats.put(to, band, channel * shape.width(), shape.width());
    }
  }
}

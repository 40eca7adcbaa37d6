package io.github.diffusionj.engine.network.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.diffusionj.diffusion.noise.NoiseField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** The noise of a step, in memory that is used again for each. */
final class StepNoise {

  private final NoiseField field;
  private final List<Long> images;
  private final SampleShape shape;
  private final float[] values;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;

  /** Noise of images of that shape, each with its number in the field. */
  StepNoise(NoiseField field, List<Long> images, SampleShape shape) {
    this.field = field;
    this.images = images;
    this.shape = shape;
    this.values = new float[shape.length()];
    this.bytes =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    this.floats = bytes.asFloatBuffer();
  }

  /** z of a stream; on the processor it lies in this object's memory, so until the next call. */
  NDArray of(int stream, NDManager scope) {
    for (int i = 0; i < shape.images(); i++) {
      field.fill(
          values,
          i * shape.imageLength(),
          images.get(i),
          stream,
          shape.channels(),
          shape.height(),
          shape.width());
    }
    floats.put(0, values);
    return scope.create(bytes.rewind(), shape.toShape(), DataType.FLOAT32);
  }
}

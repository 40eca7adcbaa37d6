package io.github.diffusionj.benchmark;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a model and two images sampled with it, and writes again the models that diffusers wrote,
 * for {@code src/test/python/interop.py} to open all of them with diffusers.
 */
public final class InteropModel {

  private InteropModel() {}

  /**
   * Writes {@code model}, {@code images.safetensors} and {@code copies}.
   *
   * @param args the folder to write to
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    SampleShape shape = new SampleShape(2, 3, 16, 16);
    NoiseField noise = new NoiseField(7);
    float[] start = new float[shape.length()];
    for (int i = 0; i < shape.images(); i++) {
      noise.fill(start, i * shape.imageLength(), i, 0, 3, 16, 16);
    }
    try (DiffusionModel model = DiffusionModel.open(TinyModel.create(folder.resolve("model"), 3))) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(model.schedule(), 1000, 50);
      SamplingRequest request =
          new SamplingRequest(
              shape,
              new DdpmSampler(Variance.FIXED_SMALL).steps(model.schedule(), times),
              noise,
              0,
              new Clipping.Fixed(1),
              Optional.empty());
      float[] images = model.sampling().run(start, request, SamplingListener.NONE, Progress.NONE);
      SafetensorsWriter.write(
          folder.resolve("images.safetensors"),
          TensorType.F32,
          List.of(TensorSpec.of("images", 2, 3, 16, 16)),
          tensor -> bytes(images));
    }
    copyAll(Path.of("src/test/resources/folders"), folder.resolve("copies"));
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> models = Files.newDirectoryStream(from)) {
      for (Path model : models) {
        ModelFolder.open(model).copyTo(to.resolve(model.getFileName()));
      }
    }
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}

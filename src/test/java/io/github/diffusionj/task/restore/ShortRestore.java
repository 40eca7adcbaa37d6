package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.result.OutputType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Restores an image by a tiny model and returns, without ending the virtual machine. */
final class ShortRestore {

  private static final OpenModels MODELS = new OpenModels();

  static final String DONE = "restored";

  private static final int SIZE = 64;

  private ShortRestore() {}

  /** The argument is the model's folder, which is not there yet. */
  public static void main(String[] arguments) throws IOException {
    Path model = TinyModel.create(Path.of(arguments[0]), 1).path();
    OptionalDouble unknown = OptionalDouble.empty();
    RestoreOptions options =
        new RestoreOptions(
            model,
            new NoiseChoice(Transform.NONE, OptionalDouble.of(20), unknown, unknown),
            OptionalInt.empty(),
            1,
            Uncertainty.NONE,
            1,
            RangeChoice.AUTO,
            OutputType.SOURCE);
    new RestoreTask(options, MODELS, false).run(noisy(), Progress.NONE);
    System.out.println(DONE);
  }

  private static ImagePlus noisy() {
    SplittableRandom random = new SplittableRandom(2);
    float[] plane = new float[SIZE * SIZE];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) (100 + 20 * random.nextGaussian());
    }
    return new ImagePlus("noisy", new FloatProcessor(SIZE, SIZE, plane));
  }
}

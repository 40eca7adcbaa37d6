package io.github.diffusionj.task.train;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A training that a process of its own runs, so that it can be killed. */
final class ShortTraining {

  static final int STEPS = 120;

  private ShortTraining() {}

  /** Trains into a folder, from where it stopped if it did, with a checkpoint after each step. */
  public static void main(String[] args) {
    Path output = Path.of(args[0]);
    boolean resume = Files.exists(TrainingFiles.of(output).folder().resolve("training.json"));
    try {
      run(output, resume);
      System.exit(0); // ImageJ's threads need not end
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static void run(Path output, boolean resume) throws IOException {
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(STEPS)
            .withBatch(2)
            .withOptimiser(new OptimiserSettings(1e-3, 5, 1, 0.9))
            .withDropClass(0);
    TrainOptions options =
        TrainOptions.of(
                output,
                Optional.empty(),
                new ImageOptions(RangeChoice.of("type"), 8, false, ClassLabels.NONE, 0),
                new NetworkOptions(List.of(8, 16), 1, 0, false))
            .withSettings(settings)
            .withRun(new RunOptions(resume, Duration.ZERO, Duration.ZERO));
    new TrainTask(options, TrainingView.NONE).run(stripes(), Progress.NONE);
  }

  private static ImagePlus stripes() {
    byte[] pixels = new byte[48 * 40];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 4 % 2 == 0 ? 0 : 255);
    }
    return new ImagePlus("stripes", new ByteProcessor(48, 40, pixels));
  }
}

package io.github.diffusionj.task;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.TrainingData;
import io.github.diffusionj.image.PatchSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains a model on random patches of images and writes it to a folder. */
public final class TrainTask {

  /** The model so far is saved after each of this many steps. */
  private static final int SAVE_EVERY = 250;

  /** Lists and notes beside the images are no reason for a report. */
  private static final String NO_IMAGE = "(?i).*\\.(csv|json|md|txt)";

  private final TrainOptions options;
  private final List<Double> losses = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /** Prepares the task. */
  public TrainTask(TrainOptions options) {
    this.options = options;
  }

  /** Trains on all slices of an image. */
  public void run(ImagePlus image, Progress progress) throws IOException {
    PatchSampler patches = patches();
    patches.add(image, options.range());
    train(patches, progress);
  }

  /**
   * Trains on all images of a folder; those that can't be used are skipped.
   *
   * @throws IOException if none can be used, or the model can't be written
   */
  public void run(Path folder, Progress progress) throws IOException {
    PatchSampler patches = patches();
    List<Path> files = files(folder);
    for (Path file : files) {
      progress.checkCancelled();
      add(patches, file);
    }
    if (patches.count() == 0) {
      throw new IOException(
          "%s has no image to train on%s."
              .formatted(folder, skipped.isEmpty() ? "" : ": " + skipped.get(0)));
    }
    train(patches, progress);
  }

  /** The loss of each step. */
  public List<Double> losses() {
    return List.copyOf(losses);
  }

  /** The images that could not be used, each with the reason. */
  public List<String> skipped() {
    return List.copyOf(skipped);
  }

  private PatchSampler patches() {
    return new PatchSampler(options.rgb() ? 3 : 1, options.patch(), options.settings().seed());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no folder " + folder + " to train on.");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void add(PatchSampler patches, Path file) {
    if (file.toString().matches(NO_IMAGE)) {
      return;
    }
    ImagePlus image = open(file);
    try {
      if (image == null) {
        throw new IllegalArgumentException("it is no image that ImageJ opens.");
      }
      patches.add(image, options.range());
    } catch (IllegalArgumentException e) {
      skipped.add(file.getFileName() + ": " + e.getMessage());
    }
  }

  /** An image, or null; what ImageJ has to say about the file goes to the log, not to a dialog. */
  private static ImagePlus open(Path file) {
    IJ.redirectErrorMessages(true);
    try {
      return new Opener().openImage(file.toString());
    } finally {
      IJ.redirectErrorMessages(false);
    }
  }

  private void train(PatchSampler patches, Progress progress) throws IOException {
    options.model().checkPath();
    Optional<ModelFolder> first = Optional.empty();
    if (options.first().isPresent()) {
      first = Optional.of(ModelFolder.open(options.first().get()));
    }
    try (Trainer trainer =
        new Trainer(
            options.model(), first, options.settings(), new Patches(patches), Torch.get())) {
      trainer.run(
          (step, loss) -> {
            losses.add(loss);
            if (step % SAVE_EVERY == 0) {
              trainer.save();
            }
          },
          progress);
      if (losses.isEmpty()) {
        throw new CancelledException(); // nothing was learned that could take an older model's
        // place
      }
      trainer.save();
    }
  }

  /** Patches as the engine wants them. */
  private record Patches(PatchSampler sampler) implements TrainingData {

    @Override
    public int channels() {
      return sampler.channels();
    }

    @Override
    public int size() {
      return sampler.size();
    }

    @Override
    public void read(long index, float[] out, int offset) {
      sampler.read(index, out, offset);
    }
  }
}

package io.github.diffusionj.command.manage;

import ij.ImagePlus;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.train.DiffusionOptions;
import io.github.diffusionj.task.train.NetworkOptions;
import io.github.diffusionj.task.train.RunOptions;
import io.github.diffusionj.task.train.TrainOptions;
import io.github.diffusionj.task.train.TrainTask;
import io.github.diffusionj.task.train.card.LossFigure;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Trains a model on a folder of images or on the active image. */
@Plugin(type = Command.class)
public final class TrainCommand extends DiffusionCommand {

  @Parameter(required = false)
  private ImagePlus image;

  @Parameter(
      required = false,
      style = FileWidget.DIRECTORY_STYLE,
      description = "The folder of images to train on; empty for the active image's slices.")
  private String folder;

  @Parameter(
      required = false,
      description =
          "Classes: none, slices (their labels), folders (sub-folders' names), or a CSV file.")
  private String labels = ImageOptions.DEFAULT.labels().text();

  @Parameter(
      description =
          "How intensities map to the data range, image by image: percentile, type or LOW..HIGH;"
              + " auto is what the model to go on from says, and percentile for a new one.")
  private String range = ImageOptions.DEFAULT.range().text();

  @Parameter(min = "8", max = "1024", description = "Width and height of the patches, in pixels.")
  private int patch = ImageOptions.DEFAULT.patch();

  @Parameter(
      label = "Hold out",
      min = "0",
      max = "1000000",
      description = "Every how many-th image is never trained on, to judge by; 0 for none.")
  private int holdOut;

  @Parameter(label = "RGB images", description = "Whether the images are RGB rather than grey.")
  private boolean rgb;

  @Parameter(
      description =
          "A diffusion model, or a classifier of noised images for a model that there is: its"
              + " schedule, T, colour and range are that model's, whatever these say.")
  private String network = TrainedNetwork.DIFFUSION.label();

  @Parameter(
      style = FileWidget.DIRECTORY_STYLE,
      description =
          "The folder of the new model, whose name is the model's; for a classifier the model that"
              + " gets it.")
  private String output;

  @Parameter(
      label = "Model (to go on from)",
      required = false,
      description = "A model of the same architecture to go on from; empty for a new one.")
  private String model;

  @Parameter(
      description = "Feature channels of each resolution level, multiples of 8, from the finest.")
  private String channels = NetworkOptions.DEFAULT.channelsText();

  @Parameter(min = "1", max = "8", description = "Residual layers of each resolution level.")
  private int layers = NetworkOptions.DEFAULT.layers();

  @Parameter(
      label = "Attention levels",
      min = "0",
      max = "8",
      description = "How many of the coarsest levels have self-attention.")
  private int attention = NetworkOptions.DEFAULT.attention();

  @Parameter(
      label = "Learned variance",
      description = "Whether the network also learns the variance of ddpm's steps (hybrid loss).")
  private boolean learnedVariance;

  @Parameter(description = "The noise schedule.")
  private String schedule = DiffusionOptions.DEFAULT.schedule().label();

  @Parameter(
      label = "Timesteps T",
      min = "1",
      max = "1000000",
      description = "T, the number of timesteps.")
  private int tMax = DiffusionOptions.DEFAULT.timesteps();

  @Parameter(description = "What the network learns to put out: the noise, the clean image, or v.")
  private String prediction = DiffusionOptions.DEFAULT.prediction().label();

  @Parameter(
      description = "How errors count at each t: alike, as in the variational bound, or min-SNR-5.")
  private String loss = TrainingSettings.DEFAULT.weighting().label();

  @Parameter(
      label = "p_uncond",
      min = "0",
      max = "1",
      description = "How often the class is withheld, so that guidance works; for labelled images.")
  private double pUncond = TrainingSettings.DEFAULT.dropClass();

  @Parameter(min = "1", max = "100000000", description = "Optimiser steps.")
  private int steps = TrainingSettings.DEFAULT.steps();

  @Parameter(
      min = "0",
      max = "100000",
      description = "Stop after this many minutes, to be resumed later; 0 for no limit.")
  private double minutes;

  @Parameter(min = "1", max = "4096", description = "Patches in each step.")
  private int batch = TrainingSettings.DEFAULT.batch();

  @Parameter(
      label = "Learning rate",
      min = "0",
      max = "1",
      description = "The highest learning rate.")
  private double lr = OptimiserSettings.DEFAULT.learningRate();

  @Parameter(
      label = "Warm-up steps",
      min = "0",
      max = "100000000",
      description = "Steps over which the learning rate rises; then it falls to a tenth of it.")
  private int warmUp = OptimiserSettings.DEFAULT.warmUp();

  @Parameter(
      label = "Gradient clip",
      min = "0",
      max = "1000000",
      description = "The largest norm of the gradient; 0 for no limit.")
  private double clip = OptimiserSettings.DEFAULT.gradientClip();

  @Parameter(
      label = "Averaging (EMA)",
      min = "0",
      max = "1",
      description = "Decay of the running average of the weights.")
  private double ema = OptimiserSettings.DEFAULT.averaging();

  @Parameter(description = "The same seed gives the same training.")
  private long seed = TrainingSettings.DEFAULT.seed();

  @Parameter(
      description = "Where to train: auto (what Diffusion Engine says), cpu, gpu0, gpu1, or mps.")
  private String device = TrainingSettings.DEFAULT.device();

  @Parameter(
      description = "What the network computes in; bfloat16 is faster where the processor has it.")
  private String precision = TrainingSettings.DEFAULT.precision().label();

  @Parameter(description = "Go on where the training of this output folder stopped.")
  private boolean resume;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus resultPlot;

  @Override
  protected Map<String, String> headings() {
    return Map.of(
        "folder", "Data", "network", "Model", "schedule", "Noise and loss", "steps", "Training");
  }

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "network" -> Labelled.labels(TrainedNetwork.values());
      case "schedule" -> Labelled.labels(ScheduleType.values());
      case "prediction" ->
          Labelled.labels(Prediction.EPSILON, Prediction.SAMPLE, Prediction.V_PREDICTION);
      case "loss" -> Labelled.labels(LossWeighting.values());
      case "precision" -> Labelled.labels(Precision.values());
      default -> super.choices(key);
    };
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    TrainingWindows windows = new TrainingWindows();
    TrainTask task =
        TrainedNetwork.of(network) == TrainedNetwork.CLASSIFIER
            ? TrainTask.ofClassifier(options(ModelFolders.catalog().find(output)), windows)
            : new TrainTask(options(Path.of(output)), windows);
    if (folder != null) {
      task.run(Path.of(folder), progress);
    } else if (image != null) {
      task.run(image, progress);
    } else {
      throw new IllegalArgumentException(
          "There is nothing to train on; give folder or open an image.");
    }
    if (!windows.shown()) {
      resultPlot = new LossFigure(task.history()).plot().getImagePlus();
    }
  }

  private TrainOptions options(Path folderOfModel) {
    return TrainOptions.of(
            folderOfModel,
            Optional.ofNullable(model).map(ModelFolders.catalog()::find),
            new ImageOptions(RangeChoice.of(range), patch, rgb, ClassLabels.of(labels), holdOut),
            new NetworkOptions(channelList(), layers, attention, learnedVariance))
        .withDiffusion(
            new DiffusionOptions(ScheduleType.of(schedule), tMax, Prediction.of(prediction)))
        .withSettings(settings())
        .withRun(
            RunOptions.DEFAULT
                .withResume(resume)
                .withLimit(Duration.ofSeconds(Math.round(60 * minutes))));
  }

  private TrainingSettings settings() {
    return TrainingSettings.DEFAULT
        .withSteps(steps)
        .withBatch(batch)
        .withOptimiser(new OptimiserSettings(lr, warmUp, clip, ema))
        .withWeighting(LossWeighting.of(loss))
        .withDropClass(pUncond)
        .withSeed(seed)
        .withPrecision(Precision.of(precision))
        .withDevice(device);
  }

  private List<Integer> channelList() {
    try {
      return Arrays.stream(channels.split(",")).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "channels must be whole numbers separated by commas, but is '" + channels + "'.", e);
    }
  }
}

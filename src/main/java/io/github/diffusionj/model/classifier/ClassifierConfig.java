package io.github.diffusionj.model.classifier;

import static io.github.diffusionj.base.Checks.require;
import static io.github.diffusionj.base.Checks.within;

import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.unet.part.TimeEmbedding;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * The architecture of a classifier of noised images: the way down and the middle of a U-Net, then
 * group normalisation, SiLU, the mean over all pixels, and one linear layer (Dhariwal and Nichol
 * 2021, appendix, of which this is the form with the plain mean).
 *
 * @param encoder the U-Net, of which the way up and the output are not there
 * @param classes the names of the classes, at least two, in the order of the logits
 * @param schedule the noise schedule that it was trained with, in a few words: with another one its
 *     t would mean another noise
 */
public record ClassifierConfig(UNetConfig encoder, List<String> classes, String schedule) {

  private static final int MOST_CLASSES = 1000;

  public ClassifierConfig {
    classes = List.copyOf(classes);
    within("number of entries in classes", classes.size(), 2, MOST_CLASSES);
    require(
        classes.stream().noneMatch(String::isBlank)
            && new HashSet<>(classes).size() == classes.size(),
        "classes must be different names, but are %s.",
        classes);
    require(!schedule.isBlank(), "schedule must be given, but is empty.");
    require(!encoder.levels().kDiffusion(), "A classifier has none of k-diffusion's blocks.");
    require(encoder.classes() == 0, "A classifier is told no class.");
    require(
        encoder.time().kind() == TimeEmbedding.Kind.POSITIONAL,
        "A classifier has positional embeddings of the time.");
  }

  /** Channels of x_t. */
  public int inChannels() {
    return encoder.inChannels();
  }

  /** Width and height of an input must be multiples of this. */
  public int sizeMultiple() {
    return encoder.sizeMultiple();
  }

  /** The image to try it out with is this many times {@link #sizeMultiple} wide. */
  public int trialFactor() {
    return encoder.trialFactor();
  }

  /** Its code, and the weights that it takes. */
  public NetworkScript script() {
    return ClassifierScript.of(this);
  }

  /** About how many numbers training keeps for the gradient, for each pixel of an image. */
  public double trainingFeatures() {
    return encoder.levels().trainingFeatures(false);
  }

  /**
   * A classifier with diffusers' defaults where nothing else is said.
   *
   * @param sampleSize width and height of the images that it is trained on
   * @param imageChannels channels of the images
   * @param down the levels, from the finest
   * @param channels feature channels of each level
   * @param layers residual layers of each level
   */
  public static ClassifierConfig of(
      int sampleSize,
      int imageChannels,
      List<BlockType> down,
      List<Integer> channels,
      int layers,
      int attentionHeadDim,
      int normGroups,
      List<String> classes,
      String schedule) {
    Levels levels =
        new Levels(down, Collections.nCopies(down.size(), BlockType.UP), channels, layers);
    return new ClassifierConfig(
        UNetConfig.of(sampleSize, imageChannels, levels, attentionHeadDim, normGroups),
        classes,
        schedule);
  }
}

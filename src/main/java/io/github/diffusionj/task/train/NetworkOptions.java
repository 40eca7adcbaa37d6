package io.github.diffusionj.task.train;

import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The architecture of a new network.
 *
 * @param channels feature channels of each resolution level, multiples of 8, from the finest
 * @param layers residual layers of each level, 1…8
 * @param attention how many of the coarsest levels have self-attention; the middle always has
 * @param learnedVariance whether it puts out the variance of ancestral sampling, too
 */
public record NetworkOptions(
    List<Integer> channels, int layers, int attention, boolean learnedVariance) {

  /** About four million weights for grey images. */
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(List.of(16, 32, 64, 128), 2, 1, false);

  private static final int GROUPS = 8;
  private static final int HEAD = 32;

  public NetworkOptions {
    channels = List.copyOf(channels);
    if (layers < 1 || layers > 8) {
      throw new IllegalArgumentException("layers must be between 1 and 8, but is " + layers + ".");
    }
    if (attention < 0 || attention > channels.size()) {
      throw new IllegalArgumentException(
          "attention must be between 0 and %d, the number of levels, but is %d."
              .formatted(channels.size(), attention));
    }
  }

  /**
   * The network.
   *
   * @param patch width and height of the images
   * @param planes channels of the images
   * @param classRows rows of the class embedding, or 0
   */
  UNetConfig unet(int patch, int planes, int classRows) {
    List<BlockType> up =
        IntStream.range(0, channels.size())
            .mapToObj(i -> i < attention ? BlockType.ATTENTION_UP : BlockType.UP)
            .toList();
    return UNetConfig.of(patch, planes, new Levels(down(), up, channels, layers), headDim(), GROUPS)
        .withOutChannels(learnedVariance ? 2 * planes : planes)
        .withClasses(classRows);
  }

  /**
   * A classifier with the same way down.
   *
   * @param patch width and height of the images
   * @param planes channels of the images
   * @param classes the names of the classes
   * @param schedule the noise schedule in a few words
   */
  ClassifierConfig classifier(int patch, int planes, List<String> classes, String schedule) {
    return ClassifierConfig.of(
        patch, planes, down(), channels, layers, headDim(), GROUPS, classes, schedule);
  }

  private List<BlockType> down() {
    int levels = channels.size();
    return IntStream.range(0, levels)
        .mapToObj(i -> i >= levels - attention ? BlockType.ATTENTION_DOWN : BlockType.DOWN)
        .toList();
  }

  private int headDim() {
    return Math.min(HEAD, channels.isEmpty() ? 1 : Collections.min(channels));
  }

  /** The feature channels, separated by commas. */
  public String channelsText() {
    return String.join(",", channels.stream().map(String::valueOf).toList());
  }

  /** What decides the network, by the keys of the command. */
  void describe(Map<String, String> keys) {
    keys.put("channels", channelsText());
    keys.put("layers", Integer.toString(layers));
    keys.put("attention", Integer.toString(attention));
    if (learnedVariance) {
      keys.put("learned_variance", "true");
    }
  }
}

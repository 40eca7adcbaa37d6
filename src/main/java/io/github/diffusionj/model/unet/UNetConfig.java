package io.github.diffusionj.model.unet;

import static io.github.diffusionj.base.Checks.require;
import static io.github.diffusionj.base.Checks.within;
import static io.github.diffusionj.model.unet.part.Limits.MOST;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.script.Activation;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.unet.part.ClassEmbedding;
import io.github.diffusionj.model.unet.part.KDiffusionRules;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.unet.part.Middle;
import io.github.diffusionj.model.unet.part.Normalisation;
import io.github.diffusionj.model.unet.part.Resampling;
import io.github.diffusionj.model.unet.part.SampleSize;
import io.github.diffusionj.model.unet.part.TimeEmbedding;

/**
 * The architecture of a U-Net, as diffusers' {@code UNet2DModel} describes it in {@code
 * unet/config.json} (Ho, Jain and Abbeel 2020, appendix B, and Dhariwal and Nichol 2021).
 *
 * @param sample the size of the images that the network was trained on
 * @param inChannels channels of x_t
 * @param outChannels channels of the prediction
 * @param centerInputSample whether the input is mapped by 2x − 1 first
 * @param levels the resolution levels
 * @param middle what is between the way down and the way up
 * @param resampling how to get from level to level
 * @param time how the time enters
 * @param classEmbedding how a class enters
 * @param attentionHeadDim channels of an attention head, or 0 for a single head
 * @param normalisation the group normalisation
 * @param activation SiLU, GELU, ReLU or Mish
 * @param dropout the share of features that training in Python left out, below 1; nothing is left
 *     out here
 */
public record UNetConfig(
    SampleSize sample,
    int inChannels,
    int outChannels,
    boolean centerInputSample,
    Levels levels,
    Middle middle,
    Resampling resampling,
    TimeEmbedding time,
    ClassEmbedding classEmbedding,
    int attentionHeadDim,
    Normalisation normalisation,
    Activation activation,
    double dropout)
    implements Architecture {

  public UNetConfig {
    within("in_channels", inChannels, 1, MOST);
    within("out_channels", outChannels, 1, MOST);
    within("attention_head_dim", attentionHeadDim, 0, MOST);
    require(dropout >= 0 && dropout < 1, "dropout must be from 0 to below 1, but is %s.", dropout);
    checkWaves(time, levels.finest());
    if (levels.kDiffusion()) {
      KDiffusionRules.check(levels, attentionHeadDim, timeChannels(time, levels));
      checkGroups(normalisation.groupsOf(levels.finest()), levels.finest());
    } else {
      checkGroups(levels, normalisation);
      checkHeads(levels, attentionHeadDim);
    }
    if (middle.present()) {
      checkMiddle(middle, levels.coarsest(), normalisation, attentionHeadDim);
    }
  }

  /** A network with diffusers' defaults where nothing else is said. */
  public static UNetConfig of(
      int sampleSize, int imageChannels, Levels levels, int attentionHeadDim, int normGroups) {
    return new UNetConfig(
        SampleSize.square(sampleSize),
        imageChannels,
        imageChannels,
        false,
        levels,
        Middle.DEFAULT,
        Resampling.DEFAULT,
        TimeEmbedding.DEFAULT,
        ClassEmbedding.NONE,
        attentionHeadDim,
        new Normalisation(normGroups, 1e-5, false),
        Activation.SILU,
        0);
  }

  @Override
  public UNetConfig withClasses(int classes) {
    return with(outChannels, ClassEmbedding.table(classes));
  }

  /** The same with that many channels put out. */
  public UNetConfig withOutChannels(int channels) {
    return with(channels, classEmbedding);
  }

  private UNetConfig with(int newOutChannels, ClassEmbedding newClasses) {
    return new UNetConfig(
        sample,
        inChannels,
        newOutChannels,
        centerInputSample,
        levels,
        middle,
        resampling,
        time,
        newClasses,
        attentionHeadDim,
        normalisation,
        activation,
        dropout);
  }

  private static void checkWaves(TimeEmbedding time, int channels) {
    int waves = channels / 2;
    require(
        time.kind() != TimeEmbedding.Kind.POSITIONAL || time.freqShift() < waves,
        "freq_shift must be from 0 to below half of the first of block_out_channels, %s, but is"
            + " %s.",
        waves,
        time.freqShift());
  }

  private static void checkGroups(Levels levels, Normalisation normalisation) {
    require(
        normalisation.groups() > 0,
        "norm_num_groups must be given, but is null or 0; only k-diffusion's blocks go without.");
    levels.channels().forEach(c -> checkGroups(normalisation.groups(), c));
  }

  private static void checkGroups(int groups, int channels) {
    require(
        groups > 0 && channels % groups == 0,
        "norm_num_groups must divide every entry of block_out_channels, but %s does not divide"
            + " %s.",
        groups,
        channels);
  }

  private static void checkHeads(Levels levels, int headDim) {
    int last = levels.count() - 1;
    for (int level = 0; level <= last; level++) {
      boolean attends =
          levels.down().get(level).hasAttention() || levels.up().get(last - level).hasAttention();
      checkHeads(attends, headDim, levels.channels().get(level));
    }
  }

  private static void checkHeads(boolean attends, int headDim, int channels) {
    require(
        !attends || headDim <= channels,
        "attention_head_dim must be at most the channels of a level with attention, but %s is"
            + " above %s.",
        headDim,
        channels);
  }

  private static void checkMiddle(
      Middle middle, int channels, Normalisation normalisation, int headDim) {
    checkGroups(normalisation.groupsOf(channels), channels);
    checkHeads(middle.attends(), headDim, channels);
    int groups = middle.attentionGroups();
    require(
        !middle.attends() || groups == 0 || channels % groups == 0,
        "attn_norm_num_groups must divide the last of block_out_channels, but %s does not divide"
            + " %s.",
        groups,
        channels);
  }

  /** The larger of width and height. */
  @Override
  public int sampleSize() {
    return Math.max(sample.height(), sample.width());
  }

  /** Width and height of an input must be multiples of this: 2 to the power of levels − 1. */
  @Override
  public int sizeMultiple() {
    return 1 << (levels.count() - 1);
  }

  @Override
  public String className() {
    return UNetJson.CLASS;
  }

  @Override
  public String description() {
    return "U-Net of diffusers' kind (" + UNetJson.CLASS + ")";
  }

  @Override
  public ClassInput classInput() {
    return classEmbedding.input(timeChannels());
  }

  @Override
  public void checkTime(double t) {
    time.check(t);
  }

  @Override
  public void checkTrainable() {
    require(
        time.kind() != TimeEmbedding.Kind.FOURIER,
        "time_embedding_type must be positional or learned for training, but is fourier, which has"
            + " no t = 1.");
  }

  @Override
  public long bytesPerPixel() {
    return Math.round(levels.callFeatures() * Float.BYTES);
  }

  @Override
  public double trainingFeatures() {
    return levels.trainingFeatures(true);
  }

  /** So wide that the coarsest level has 4 × 4 pixels. */
  @Override
  public int trialFactor() {
    return 4;
  }

  @Override
  public NetworkScript script(ScriptBuilder.WeightForm form) {
    return UNetScript.of(this, form);
  }

  @Override
  public JsonObject toJson() {
    return UNetJson.write(this);
  }

  /** Channels of the time embedding: as stated, or else four times those of the finest level. */
  public int timeChannels() {
    return timeChannels(time, levels);
  }

  private static int timeChannels(TimeEmbedding time, Levels levels) {
    return time.width() > 0 ? time.width() : 4 * levels.finest();
  }

  /** As diffusers has it: unless told, no normalisation in a network with scale and shift. */
  public int middleAttentionGroups() {
    int ifNotTold = normalisation.scaleShift() ? 0 : normalisation.groupsOf(levels.coarsest());
    return middle.attentionGroups() > 0 ? middle.attentionGroups() : ifNotTold;
  }
}

package io.github.diffusionj.task.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.Duplicator;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.quality.Psnr;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interpolation of images with several channels and slices; that of one is in LatentTaskTest. */
class InterpolateTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir static Path folder;
  private static Path grey;
  private static Path rgb;

  @BeforeAll
  static void writeModels() throws IOException {
    grey = TinyModel.create(folder.resolve("grey"), 1).path();
    rgb = TinyModel.create(folder.resolve("rgb"), 3).path();
  }

  private static ImagePlus between(
      ImagePlus first, ImagePlus second, LatentKind kind, SamplerKind sampler, int channel)
      throws IOException {
    return between(grey, first, second, kind, sampler, channel);
  }

  private static ImagePlus between(
      Path model,
      ImagePlus first,
      ImagePlus second,
      LatentKind kind,
      SamplerKind sampler,
      int channel)
      throws IOException {
    SamplerOptions way =
        new SamplerOptions(
            sampler, OptionalInt.of(8), TimestepSpacing.TRAILING, 0, Optional.of(false), 1);
    RangeChoice type = RangeChoice.of(RangeChoice.Mode.TYPE);
    InterpolateOptions options = new InterpolateOptions(model, 200, 3, kind, way, type, channel);
    return new InterpolateTask(options, MODELS).run(first, second, Progress.NONE);
  }

  /** Colours away from black and white, which are cut off. */
  private static ImagePlus colours(int seed) {
    ImagePlus image = IJ.createImage("colours " + seed, "RGB", 16, 16, 1);
    ImageProcessor ip = image.getProcessor();
    Random random = new Random(seed);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      int colour = 0xff;
      for (int c = 0; c < 3; c++) {
        colour = colour << 8 | 60 + random.nextInt(130);
      }
      ip.set(i, colour);
    }
    return image;
  }

  @Test
  void aModelForGreyGoesFromOneRgbImageToAnotherInAllColours() throws IOException {
    ImagePlus first = colours(1);
    ImagePlus second = colours(2);
    ImagePlus way = between(first, second, LatentKind.INVERTED, SamplerKind.DDIM, 0);

    assertThat(PixelType.of(way)).isEqualTo(PixelType.RGB);
    assertThat(way.getStackSize()).isEqualTo(3);
    assertThat(way.getStack().getSliceLabel(2)).isEqualTo("lambda=0.500");
    ImageItems planes = ImageItems.of(way, 1);
    for (int c = 0; c < 3; c++) {
      float[] from = ImageItems.of(first, 1).read(c);
      float[] to = ImageItems.of(second, 1).read(c);
      assertThat(Psnr.of(from, planes.read(c), 255)).isGreaterThan(25);
      assertThat(Psnr.of(to, planes.read(6 + c), 255)).isGreaterThan(25);
      assertThat(Psnr.of(from, planes.read(3 + c), 255)).isLessThan(22);
      assertThat(Psnr.of(to, planes.read(3 + c), 255)).isLessThan(22);
    }
  }

  @ParameterizedTest
  @EnumSource(LatentKind.class)
  void aChannelAloneIsWhatItIsAmongTheOthers(LatentKind kind) throws IOException {
    ImagePlus first = colours(1);
    ImagePlus second = colours(2);
    ImageItems all = ImageItems.of(between(first, second, kind, SamplerKind.DDPM, 0), 1);
    for (int c = 1; c <= 3; c++) {
      ImagePlus alone = between(first, second, kind, SamplerKind.DDPM, c);
      assertThat(PixelType.of(alone)).isEqualTo(PixelType.GREY8);
      assertThat(alone.getStackSize()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(ImageItems.of(alone, 1).read(i)).containsExactly(all.read(3 * i + c - 1));
      }
    }
    assertThat(all.read(0)).isNotEqualTo(all.read(1));
  }

  @Test
  void aModelForRgbGoesFromRgbToAComposite() throws IOException {
    ImagePlus way =
        between(
            rgb,
            Kind.RGB_STACK.open(),
            Kind.COMPOSITE8.open(),
            LatentKind.OWN_NOISE,
            SamplerKind.DDIM,
            0);
    assertThat(PixelType.of(way)).isEqualTo(PixelType.RGB);
    assertThat(way.getStackSize()).isEqualTo(3);
    assertThat(way.getProp("sample")).isEqualTo("wing disc");
  }

  @Test
  void ofAHyperstackTheSliceInViewIsTakenWithAllChannelsAndItsLook() throws IOException {
    ImagePlus first = Kind.COMPOSITE16_HYPERSTACK.open();
    first.setPosition(1, 2, 3);
    ImagePlus second = Kind.COMPOSITE16_HYPERSTACK.open();
    second.setPosition(2, 3, 4);
    ImagePlus way = between(first, second, LatentKind.OWN_NOISE, SamplerKind.DDIM, 0);

    assertThat(way.getDimensions()).containsExactly(7, 5, 2, 3, 1);
    assertThat(way.isComposite()).isTrue();
    assertThat(way.getBitDepth()).isEqualTo(16);
    for (int c = 0; c < 2; c++) {
      assertThat(way.getLuts()[c].getBytes()).isEqualTo(first.getLuts()[c].getBytes());
      assertThat(way.getLuts()[c].min).isEqualTo(first.getLuts()[c].min);
      assertThat(way.getLuts()[c].max).isEqualTo(first.getLuts()[c].max);
    }
    assertThat(way.getStack().getSliceLabels()).startsWith("lambda=0.000", "lambda=0.000");
    assertThat(way.getStack().getSliceLabel(6)).isEqualTo("lambda=1.000");
    assertThat(way.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(way.getInfoProperty()).isEqualTo("objective: 63x");
    assertThat(way.getProp("sample")).isEqualTo("wing disc");
    assertThat(way.getOverlay().get(0).getName()).isEqualTo("annotation");
    ImagePlus alone =
        between(
            new Duplicator().run(first, 1, 2, 2, 2, 3, 3),
            new Duplicator().run(second, 1, 2, 3, 3, 4, 4),
            LatentKind.OWN_NOISE,
            SamplerKind.DDIM,
            0);
    assertThat(Pixels.values(way)).containsExactly(Pixels.values(alone));
  }

  @Test
  void imagesWithDifferentNumbersOfChannelsAreRefusedButNotTheirChannels() throws IOException {
    ImagePlus three = Kind.COMPOSITE8.open();
    ImagePlus one = Kind.GREY8.open();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> between(three, one, LatentKind.OWN_NOISE, SamplerKind.DDIM, 0))
        .withMessage(
            "Both images must have the same number of channels, but 'composite' has 3 and '8-bit'"
                + " has 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> between(three, one, LatentKind.OWN_NOISE, SamplerKind.DDIM, 2))
        .withMessage("channel must be between 0 (all) and 1 for '8-bit', but is 2.");
    assertThat(between(three, one, LatentKind.OWN_NOISE, SamplerKind.DDIM, 1).getNChannels())
        .isEqualTo(1);
  }
}

package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.region.RegionSource;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.denoise.DenoiseOptions;
import io.github.diffusionj.task.denoise.DenoiseTask;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import io.github.diffusionj.task.noise.ForwardForm;
import io.github.diffusionj.task.noise.NoiseOptions;
import io.github.diffusionj.task.noise.NoiseTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A weak channel beside a strong one comes out as it does alone. */
class ChannelsTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int SIZE = 16;
  private static final RangeChoice PERCENTILE = RangeChoice.of("percentile");
  private static final ItemChoice WEAK = ItemChoice.of("all", 2);

  @TempDir static Path folder;
  private static ModelFolder model;

  @BeforeAll
  static void writeModel() throws IOException {
    model = TinyModel.create(folder.resolve("tiny"), 1);
  }

  /** 0..60,000 beside 0..600. */
  private static ImagePlus strongAndWeak() {
    Random random = new Random(3);
    ImageStack stack = new ImageStack(SIZE, SIZE);
    for (int most : new int[] {60_000, 600}) {
      ShortProcessor pixels = new ShortProcessor(SIZE, SIZE);
      for (int i = 0; i < pixels.getPixelCount(); i++) {
        pixels.set(i, random.nextInt(most + 1));
      }
      stack.addSlice(pixels);
    }
    ImagePlus image = new ImagePlus("two", stack);
    image.setDimensions(2, 1, 1);
    return new CompositeImage(image, CompositeImage.COMPOSITE);
  }

  private static ImagePlus noised(ImagePart part) throws IOException {
    NoiseOptions options =
        new NoiseOptions(ScheduleChoice.of(model), 300, 1, ForwardForm.ONE_STEP, PERCENTILE, 1);
    return new NoiseTask(options).run(part, Progress.NONE);
  }

  private static ImagePlus denoised(ImagePart part) throws IOException {
    DenoiseOptions options =
        new DenoiseOptions(model.path(), OptionalInt.empty(), sampler(), RangeChoice.AUTO, 1);
    return new DenoiseTask(options, MODELS).run(part, Progress.NONE);
  }

  private static ImagePlus inpainted(ImagePart part) throws IOException {
    InpaintOptions options =
        new InpaintOptions(model.path(), sampler(), InpaintMethod.REPLACE, PERCENTILE);
    return new InpaintTask(options, MODELS).run(part, RegionSource.SELECTION, Progress.NONE);
  }

  private static SamplerOptions sampler() {
    return new SamplerOptions(
        SamplerKind.DDIM, OptionalInt.of(2), TimestepSpacing.TRAILING, 0, Optional.of(true), 1);
  }

  private static void assertSame(ImagePlus weakAlone, ImagePlus both) {
    assertThat(weakAlone.getProcessor().getPixels()).isEqualTo(both.getStack().getPixels(2));
  }

  @Test
  void noiseThenDenoise() throws IOException {
    ImagePlus image = strongAndWeak();
    ImagePlus noised = noised(ImagePart.whole(image));
    assertSame(noised(WEAK.of(image)), noised);
    assertSame(denoised(WEAK.of(noised)), denoised(ImagePart.whole(noised)));
    assertSame(
        denoised(ImagePart.whole(noised(WEAK.of(image)))), denoised(ImagePart.whole(noised)));
  }

  @Test
  void inpaint() throws IOException {
    ImagePlus image = strongAndWeak();
    image.setRoi(new Roi(4, 4, 6, 6));
    ImagePart weak = WEAK.of(image);
    weak.image().setRoi(new Roi(4, 4, 6, 6));
    assertSame(inpainted(weak), inpainted(ImagePart.whole(image)));
  }
}

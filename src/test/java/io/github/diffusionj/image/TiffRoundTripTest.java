package io.github.diffusionj.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceTest;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.result.Trajectory.Frame;
import io.github.diffusionj.image.source.ImageItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TiffRoundTripTest {

  @TempDir Path temporary;

  private ImagePlus savedAndOpened(ImagePlus image) throws IOException {
    return new Opener().openImage(saved(image));
  }

  private String saved(ImagePlus image) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("Messung µ 2 – größe"));
    String path = folder.resolve("x_t bei t=500 ä.tif").toString();
    FileSaver saver = new FileSaver(image);
    boolean saved = image.getStackSize() > 1 ? saver.saveAsTiffStack(path) : saver.saveAsTiff(path);
    assertThat(saved).isTrue();
    return path;
  }

  private static ImagePlus noised(ImageItems items) {
    ResultImage result = ResultImage.like(items, OutputType.FLOAT32, "x_t");
    for (int i = 0; i < items.count(); i++) {
      float[] values = items.read(i);
      values[0] -= 1000.25f;
      result.write(i, values);
    }
    ImagePlus image = result.finish();
    ProvenanceTest.complete().withSource(items.originalType(), items.image()).writeTo(image);
    return image;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aNoisedImageIsTheSameAfterSavingAndOpening(Kind kind) throws IOException {
    ImageItems items = ImageItems.of(kind.open(), 1);
    ImagePlus image = noised(items);
    ImagePlus opened = savedAndOpened(image);

    assertThat(Provenance.of(opened)).isEqualTo(Provenance.of(image));
    assertThat(ImageItems.of(opened, 1).originalType()).isEqualTo(items.originalType());
    assertThat(RangeChoice.AUTO.resolve(ImageItems.of(opened, 1), RangeChoice.AUTO))
        .isEqualTo(ChannelRanges.same(new IntensityRange(-0.1, 1.0 / 3)));
    assertThat(opened.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(opened.getCalibration().pixelWidth).isEqualTo(0.25);
    assertThat(opened.getDisplayRangeMax()).isEqualTo(image.getDisplayRangeMax());
    for (int i = 1; i <= image.getStackSize(); i++) {
      assertThat((float[]) opened.getStack().getPixels(i))
          .containsExactly((float[]) image.getStack().getPixels(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aSavedNoisedImageComesBackInItsOwnTypeAndCalibration(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    ImageItems opened = ImageItems.of(savedAndOpened(noised(ImageItems.of(image, 1))), 1);
    ImagePlus result = ResultImage.like(opened, OutputType.SOURCE, "denoised").finish();
    ImagePlus reopened = savedAndOpened(result);

    for (ImagePlus denoised : List.of(result, reopened)) {
      assertThat(PixelType.of(denoised)).isEqualTo(PixelType.of(image));
      assertThat(denoised.getDimensions()).isEqualTo(image.getDimensions());
      assertThat(denoised.getCalibration().getCValue(100))
          .isEqualTo(image.getCalibration().getCValue(100));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"GREY8_STACK", "SIGNED16", "RGB_STACK", "COMPOSITE16_HYPERSTACK"})
  void aFileOpenedAsAVirtualStackIsReadPlaneByPlane(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    ImagePlus virtual = IJ.openVirtual(saved(image));
    ImageItems items = ImageItems.of(virtual, 1);
    ImageItems expected = ImageItems.of(image, 1);
    ResultImage result = ResultImage.copyOf(items, "copy");

    assertThat(virtual.getStack().isVirtual()).isTrue();
    assertThat(items.count()).isEqualTo(expected.count());
    for (int i = 0; i < items.count(); i++) {
      assertThat(items.read(i)).containsExactly(expected.read(i));
    }
    ImagePlus copy = result.finish();
    assertThat(copy.getStack().isVirtual()).isFalse();
    assertThat(copy.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(ImageItems.of(copy, 1).read(1)).containsExactly(expected.read(1));
  }

  @Test
  void labelsOfATrajectorySurviveSaving() throws IOException {
    ImageItems items = ImageItems.of(Kind.GREY8.open(), 1);
    List<Frame> frames = List.of(new Frame(500, 0.0786), new Frame(0, 1));
    ImagePlus way = Trajectory.of(items, frames, List.of("x_t", "x_0"), "way").finish();
    ImagePlus opened = savedAndOpened(way);

    for (int i = 1; i <= 4; i++) {
      assertThat(opened.getStack().getSliceLabel(i)).isEqualTo(way.getStack().getSliceLabel(i));
    }
    assertThat(opened.getNSlices()).isEqualTo(2);
    assertThat(opened.getNFrames()).isEqualTo(2);
  }

  @Test
  void aDuplicateKeepsTheRecord() {
    ImagePlus image = noised(ImageItems.of(Kind.GREY8_STACK.open(), 1));

    assertThat(Provenance.of(image.duplicate())).isEqualTo(Provenance.of(image));
  }
}

package io.github.diffusionj.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.result.KindStack;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stack that stays on the disk gives the same files, byte for byte, as one in memory. */
class TiffStackTest {

  @TempDir Path folder;
  private Path file;
  private Path scratch;

  @BeforeEach
  void folders() throws IOException {
    file = folder.resolve("image.tif");
    scratch = Files.createDirectories(folder.resolve("out")).resolve("result.tif");
  }

  static Stream<Kind> stacks() {
    return Stream.of(Kind.values()).filter(kind -> kind.open().getStackSize() > 1);
  }

  private void assertSameFile(Function<ImagePlus, ImagePlus> work) throws IOException {
    Path wanted = folder.resolve("wanted.tif");
    ImageFiles.writeTiff(work.apply(ImageFiles.open(file)), wanted);
    Path made = folder.resolve("made.tif");
    try (TiffStack stack = TiffStack.open(file, scratch)) {
      ImagePlus result = work.apply(stack.image());
      assertThat(result.getStack().isVirtual()).isTrue();
      ImageFiles.writeTiff(result, made);
    }
    assertThat(made).hasSameBinaryContentAs(wanted);
    assertThat(scratch.getParent()).isEmptyDirectory();
  }

  private static ImagePlus brighter(ImagePlus image, OutputType type) {
    ImageItems items = ImageItems.of(image, 1);
    ResultImage result = ResultImage.like(items, type, "brighter");
    for (int item = items.count() - 1; item >= 0; item--) {
      float[] values = items.read(item);
      for (int i = 0; i < values.length; i++) {
        values[i] = 1.5f * values[i] + 0.3f;
      }
      result.write(item, values);
    }
    return result.finish();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void theImageIsThatWhichImageJOpens(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    image.setRoi(1, 2, 3, 2);
    ImageFiles.writeTiff(image, file);
    assertSameFile(opened -> opened);
    try (TiffStack stack = TiffStack.open(file, scratch)) {
      assertThat(stack.image().getTitle()).isEqualTo("image.tif");
      assertThat(stack.image().isHyperStack()).isEqualTo(ImageFiles.open(file).isHyperStack());
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void resultsOfEveryTypeAreTheSame(Kind kind) throws IOException {
    ImageFiles.writeTiff(kind.open(), file);
    assertSameFile(image -> brighter(image, OutputType.SOURCE));
    assertSameFile(image -> brighter(image, OutputType.FLOAT32));
    assertSameFile(image -> ResultImage.copyOf(ImageItems.of(image, 1), "copy").finish());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void severalKindsOfEachPlaneAreTheSame(Kind kind) throws IOException {
    ImageFiles.writeTiff(kind.open(), file);
    assertSameFile(
        image -> {
          ImageItems items = ImageItems.of(image, 1);
          KindStack kinds = KindStack.of(items, List.of("mean", "deviation"), "kinds");
          for (int item = 0; item < items.count(); item++) {
            kinds.write(item, 0, items.read(item));
            kinds.write(item, 1, new float[items.width() * items.height()]);
          }
          return kinds.finish();
        });
  }

  @Test
  void aPartIsTheSame() throws IOException {
    ImageFiles.writeTiff(Kind.COMPOSITE16_HYPERSTACK.open(), file);
    assertSameFile(
        image -> {
          ImageItems items = ImageItems.of(ItemChoice.of("z2-3", 2).of(image), 1);
          ResultImage result = ResultImage.like(items, OutputType.SOURCE, "part");
          for (int item = 0; item < items.count(); item++) {
            result.write(item, items.read(item));
          }
          return result.finish();
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = PixelType.class,
      names = {"GREY16", "FLOAT32"})
  void aBlankFirstSliceLeavesTheDisplayRangeToTheOthers(PixelType type) throws IOException {
    ImagePlus image = IJ.createImage("a", type.label() + " black", 8, 6, 3);
    ImageProcessor last = image.getStack().getProcessor(3);
    last.set(5, 5, type == PixelType.FLOAT32 ? Float.floatToIntBits(7.5f) : 700);
    last.set(2, 2, type == PixelType.FLOAT32 ? Float.floatToIntBits(-2) : 20);
    image.setDisplayRange(0, 0);
    ImageFiles.writeTiff(image, file);
    assertSameFile(opened -> brighter(opened, OutputType.FLOAT32));
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    ImageFiles.writeTiff(Kind.GREY8.open(), file);
    assertThatIOException()
        .isThrownBy(() -> TiffStack.open(file, scratch))
        .withMessage("The file image.tif must be an uncompressed stack that ImageJ wrote.");
    assertThat(TiffStack.isTooLargeForMemory(file)).isFalse();
  }

  @Test
  void aFileThatIsCutOffIsRefusedAndOneThatShrinksLaterIsSaid() throws IOException {
    ImageFiles.writeTiff(Kind.GREY8_STACK.open(), file);
    try (TiffStack stack = TiffStack.open(file, scratch)) {
      shorten();
      assertThatThrownBy(() -> ImageItems.of(stack.image(), 1).read(3))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("Slice 4 of image.tif could not be read: the file ends before.");
    }
    assertThatIOException()
        .isThrownBy(() -> TiffStack.open(file, scratch))
        .withMessageStartingWith("The file image.tif is cut off");
  }

  /** To the first two slices. */
  private void shorten() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) / 2);
    }
  }
}

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "1, false, false",
    "3, false, false",
    "1, true, false",
    "1, false, true",
    "1, true, true"
  })
  void aDirectoryForEachSliceIsTheSame(int strips, boolean together, boolean blank)
      throws IOException {
    writeDirectories(strips, together, blank);
    assertThat(ImageFiles.open(file).getDimensions()).containsExactly(6, 6, 1, 4, 1);
    assertSameFile(image -> brighter(image, OutputType.SOURCE));
    assertSameFile(image -> brighter(image, OutputType.FLOAT32));
  }

  /**
   * As microscopes do: a directory for each of four 16-bit slices.
   *
   * @param together whether all pixels follow all directories, and not each its own
   * @param blank whether the first slice is
   */
  private void writeDirectories(int strips, boolean together, boolean blank) throws IOException {
    int size = 2 * 36;
    int directory = 2 + 12 * 9 + 4 + 8 * strips;
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * (directory + size));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    Random random = new Random(1);
    int step = together ? directory : directory + size;
    for (int slice = 0; slice < 4; slice++) {
      int begin = 8 + slice * step;
      int pixels = together ? 8 + 4 * directory + slice * size : begin + directory;
      writeDirectory(bytes.position(begin), strips, pixels, slice == 3 ? 0 : begin + step);
      bytes.position(pixels);
      for (int i = 0; i < 36; i++) {
        bytes.putShort((short) (blank && slice == 0 ? 0 : random.nextInt()));
      }
    }
    Files.write(file, bytes.array());
  }

  private static void writeDirectory(ByteBuffer bytes, int strips, int pixels, int next) {
    int lists = bytes.position() + 2 + 12 * 9 + 4;
    int strip = 2 * 36 / strips;
    bytes.putShort((short) 9);
    entry(bytes, 256, 1, 6);
    entry(bytes, 257, 1, 6);
    entry(bytes, 258, 1, 16);
    entry(bytes, 259, 1, 1);
    entry(bytes, 262, 1, 1);
    entry(bytes, 273, strips, strips == 1 ? pixels : lists);
    entry(bytes, 277, 1, 1);
    entry(bytes, 278, 1, 6 / strips);
    entry(bytes, 279, strips, strips == 1 ? strip : lists + 4 * strips);
    bytes.putInt(next);
    for (int i = 0; i < strips; i++) {
      bytes.putInt(pixels + i * strip);
    }
    for (int i = 0; i < strips; i++) {
      bytes.putInt(strip);
    }
  }

  private static void entry(ByteBuffer bytes, int tag, int count, int value) {
    bytes.putShort((short) tag).putShort((short) 4).putInt(count).putInt(value);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    ImageFiles.writeTiff(Kind.GREY8.open(), file);
    assertThatIOException()
        .isThrownBy(() -> TiffStack.open(file, scratch))
        .withMessage(
            "The file image.tif must be an uncompressed TIFF stack of slices of one size and type.");
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

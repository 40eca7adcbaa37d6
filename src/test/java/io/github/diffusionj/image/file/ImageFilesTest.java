package io.github.diffusionj.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.source.ImageItems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyKindOfImageComesBackFromItsFile(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    Path file = folder.resolve("image.tif");
    ImageFiles.writeTiff(image, file);
    ImagePlus back = ImageFiles.open(file);
    assertThat(back.getDimensions()).isEqualTo(image.getDimensions());
    ImageItems before = ImageItems.of(image, 1);
    ImageItems after = ImageItems.of(back, 1);
    for (int item = 0; item < before.count(); item++) {
      assertThat(after.read(item)).isEqualTo(before.read(item));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBytesAreThoseThatImageJWrites(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    image.setRoi(1, 2, 3, 2);
    Path theirs = folder.resolve("theirs.tif");
    FileSaver saver = new FileSaver(image);
    assertThat(
            image.getStackSize() > 1
                ? saver.saveAsTiffStack(theirs.toString())
                : saver.saveAsTiff(theirs.toString()))
        .isTrue();
    Path mine = folder.resolve("mine.tif");
    ImageFiles.writeTiff(image, mine);
    assertThat(mine).hasSameBinaryContentAs(theirs);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsTheReasonAndNoMessageOfImageJ() throws IOException {
    Path file = folder.resolve("a.tif");
    IJ.getErrorMessage();
    ImagePlus image = IJ.createImage("a", "8-bit ramp", 64, 64, 4);
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.writeOrSay(
                    file,
                    part -> {
                      Files.createSymbolicLink(part, Path.of("/dev/full"));
                      ImageFiles.write(image, part);
                    }))
        .withMessage("The file a.tif could not be written: No space left on device.");
    assertThat(IJ.getErrorMessage()).isNull();
    assertThat(file).doesNotExist();
  }

  /** A TIFF of one strip for each length, with the strips in its order, and no compression. */
  private Path tiff(int width, int bits, byte[]... strips) throws IOException {
    int entries = 9;
    int tables = 8 + 2 + entries * 12 + 4;
    int data = tables + 8 * strips.length;
    ByteBuffer file = ByteBuffer.allocate(10_000);
    file.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) entries);
    boolean one = strips.length == 1;
    int[][] tags = {
      {256, width},
      {257, 6},
      {258, bits},
      {259, 1},
      {262, 1},
      {273, one ? data : tables},
      {277, 1},
      {278, 6 / strips.length},
      {279, one ? strips[0].length : tables + 4 * strips.length}
    };
    for (int[] tag : tags) {
      boolean table = tag[0] == 273 || tag[0] == 279;
      file.putShort((short) tag[0]).putShort((short) 4);
      file.putInt(table ? strips.length : 1).putInt(tag[1]);
    }
    file.putInt(0);
    int offset = data;
    for (byte[] strip : strips) {
      file.putInt(offset);
      offset += strip.length;
    }
    for (byte[] strip : strips) {
      file.putInt(strip.length);
    }
    for (byte[] strip : strips) {
      file.put(strip);
    }
    return Files.write(folder.resolve("t.tif"), Arrays.copyOf(file.array(), file.position()));
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "10, 25", "12, 30"})
  void pixelsOfBrokenBytesAreNotTakenForCutOff(int bits, int line) throws IOException {
    Path file = tiff(20, bits, new byte[6 * line]);
    assertThat(ImageFiles.open(file).getHeight()).isEqualTo(6);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatIOException()
        .isThrownBy(() -> ImageFiles.open(file))
        .withMessageStartingWith("The file t.tif is cut off: it has ");
  }

  @Test
  void theLastOfSeveralStripsMustBeThere() throws IOException {
    Path file = tiff(20, 8, new byte[40], new byte[40], new byte[40]);
    assertThat(ImageFiles.open(file).getHeight()).isEqualTo(6);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatIOException()
        .isThrownBy(() -> ImageFiles.open(file))
        .withMessageContaining("is cut off");
  }

  @Test
  void aFileThatIsCutOffIsRefusedInsteadOfFilledWithBlack() throws IOException {
    Path file = folder.resolve("short.tif");
    ImageFiles.writeTiff(IJ.createImage("a", "8-bit ramp", 64, 64, 4), file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatIOException()
        .isThrownBy(() -> ImageFiles.open(file))
        .withMessageStartingWith("The file short.tif is cut off: it has ");
  }

  @Test
  void aPngThatIsCutOffIsRefused() throws IOException {
    Path file = folder.resolve("short.png");
    new FileSaver(Kind.GREY8.open()).saveAsPng(file.toString());
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40));
    assertThatIOException()
        .isThrownBy(() -> ImageFiles.open(file))
        .withMessage("The file short.png is damaged, or no image.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text.tif", "text.png", "text.jpg", "text.xyz"})
  void whatIsNoImageIsRefused(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "This is no image, only text.");
    assertThatIOException().isThrownBy(() -> ImageFiles.open(file)).withMessageContaining(name);
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.tif"));
    assertThatIOException()
        .isThrownBy(() -> ImageFiles.open(file))
        .withMessage("The file empty.tif is empty.");
  }

  @Test
  void aWriterThatFailsLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("full");
                    }));
    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}

package io.github.diffusionj.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

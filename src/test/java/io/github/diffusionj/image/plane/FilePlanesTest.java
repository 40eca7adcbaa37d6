package io.github.diffusionj.image.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilePlanesTest {

  private static final int WIDTH = 9;
  private static final int HEIGHT = 6;
  private static final int SLICES = 4;

  @TempDir Path folder;

  private static Object random(PixelType type, int length, Random random) {
    Object pixels = type.array(length);
    for (int i = 0; i < length; i++) {
      switch (type) {
        case GREY8 -> Array.setByte(pixels, i, (byte) random.nextInt());
        case GREY16 -> Array.setShort(pixels, i, (short) random.nextInt());
        case FLOAT32 -> Array.setFloat(pixels, i, (float) random.nextGaussian());
        case RGB -> Array.setInt(pixels, i, 0xff000000 | random.nextInt(1 << 24));
      }
    }
    return pixels;
  }

  private static PixelBox box(Random random) {
    int x = random.nextInt(WIDTH);
    int y = random.nextInt(HEIGHT);
    boolean full = random.nextBoolean();
    return new PixelBox(
        full ? 0 : x,
        y,
        full ? WIDTH : 1 + random.nextInt(WIDTH - x),
        1 + random.nextInt(HEIGHT - y));
  }

  private static Object copy(Object pixels) {
    int length = Array.getLength(pixels);
    Object copy = Array.newInstance(pixels.getClass().getComponentType(), length);
    System.arraycopy(pixels, 0, copy, 0, length);
    return copy;
  }

  private long filesInFolder() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @ParameterizedTest
  @EnumSource(PixelType.class)
  void boxesInAFileAreWhatTheyAreInMemory(PixelType type) throws Exception {
    Random random = new Random(7);
    PlaneSink memory = PlaneStore.MEMORY.sink(type, WIDTH, HEIGHT, SLICES);
    try (ScratchFiles scratch = new ScratchFiles(folder.resolve("result.tif"))) {
      PlaneSink file = scratch.sink(type, WIDTH, HEIGHT, SLICES);
      for (int i = 0; i < 12; i++) {
        int slice = random.nextInt(SLICES - 1);
        PixelBox box = box(random);
        Object pixels = random(type, box.area(), random);
        memory.write(slice, box, copy(pixels));
        file.write(slice, box, pixels);
      }
      for (int slice = 0; slice < SLICES; slice++) {
        PixelBox box = box(random);
        assertThat(file.read(slice, box)).isEqualTo(memory.read(slice, box));
        assertThat(file.read(slice)).isEqualTo(memory.read(slice));
      }
      assertThat(file.read(SLICES - 1)).isEqualTo(type.array(WIDTH * HEIGHT));
      assertSame(file.stack(), memory.stack());
    }
    assertThat(filesInFolder()).isZero();
  }

  private static void assertSame(ImageStack file, ImageStack memory) {
    assertThat(file.isVirtual()).isTrue();
    assertThat(file.getBitDepth()).isEqualTo(memory.getBitDepth());
    assertThat(file.getSize()).isEqualTo(memory.getSize());
    for (int i = 1; i <= memory.getSize(); i++) {
      assertThat(file.getProcessor(i).getPixels()).isEqualTo(memory.getPixels(i));
    }
    file.setSliceLabel("here", 2);
    assertThat(file.getSliceLabel(2)).isEqualTo("here");
    assertThat(file.getSliceLabel(1)).isNull();
  }

  @Test
  void theOrderOfBytesAndTheGapAreThoseOfTheFile() throws Exception {
    Path path = Files.write(folder.resolve("raw"), new byte[] {9, 1, 0, 2, 0, 9, 9, 3, 0, 4, 1});
    PixelBytes form = new PixelBytes(PixelType.GREY16, ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file = FileChannel.open(path)) {
      FilePlanes.Layout layout = new FilePlanes.Layout(slice -> 1 + 6L * slice, form);
      PlaneSource planes = new FilePlanes(file, "raw", layout, 2, 1, 2, PlaneStore.MEMORY);
      assertThat(planes.read(0)).isEqualTo(new short[] {1, 2});
      assertThat(planes.read(1)).isEqualTo(new short[] {3, 260});
      assertThat(planes.read(1, new PixelBox(1, 0, 1, 1))).isEqualTo(new short[] {260});
    }
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    Path path = Files.write(folder.resolve("raw"), new byte[5]);
    PixelBytes form = new PixelBytes(PixelType.GREY8, ByteOrder.BIG_ENDIAN);
    try (FileChannel file = FileChannel.open(path)) {
      FilePlanes.Layout layout = new FilePlanes.Layout(slice -> 3L * slice, form);
      PlaneSource planes = new FilePlanes(file, "raw", layout, 3, 1, 2, PlaneStore.MEMORY);
      assertThatThrownBy(() -> planes.read(1))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("Slice 2 of raw could not be read: the file ends before.");
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> planes.read(2));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> planes.read(0, new PixelBox(1, 0, 3, 1)));
    }
  }

  @Test
  void aScratchFileThatCannotBeMadeIsSaid() {
    ScratchFiles scratch = new ScratchFiles(folder.resolve("missing").resolve("result.tif"));
    assertThatThrownBy(() -> scratch.sink(PixelType.GREY8, 2, 2, 2))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("A scratch file of 8 bytes for result.tif could not be made");
  }
}

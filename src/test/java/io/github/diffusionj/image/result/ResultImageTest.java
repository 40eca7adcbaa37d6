package io.github.diffusionj.image.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResultImageTest {

  private static ImagePlus rewritten(ImageItems items, OutputType type) {
    ResultImage result = ResultImage.like(items, type, "result");
    for (int item = 0; item < items.count(); item++) {
      result.write(item, items.read(item));
    }
    return result.finish();
  }

  private static void assertSamePixels(ImagePlus actual, ImagePlus expected) {
    assertThat(actual.getStackSize()).isEqualTo(expected.getStackSize());
    for (int i = 1; i <= expected.getStackSize(); i++) {
      assertThat(actual.getStack().getPixels(i)).isEqualTo(expected.getStack().getPixels(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readingAndWritingEveryItemGivesTheSamePixels(Kind kind) {
    ImagePlus image = kind.open();
    ImageItems single = ImageItems.of(image, 1);
    ImageItems together = ImageItems.of(image, single.planes().channels());

    assertSamePixels(rewritten(single, OutputType.SOURCE), image);
    assertSamePixels(rewritten(together, OutputType.SOURCE), image);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a32BitResultHoldsEveryValueUnchanged(Kind kind) {
    ImageItems items = ImageItems.of(kind.open(), 1);
    ImageItems result = ImageItems.of(rewritten(items, OutputType.FLOAT32), 1);

    assertThat(result.type()).isEqualTo(PixelType.FLOAT32);
    assertThat(result.count()).isEqualTo(items.count());
    for (int item = 0; item < items.count(); item++) {
      assertThat(result.read(item)).containsExactly(items.read(item));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, -7, 0",
    "GREY8, 3.49, 3",
    "GREY8, 3.5, 4",
    "GREY8, 254.5, 255",
    "GREY8, 1e9, 255",
    "GREY16, -0.6, 0",
    "GREY16, 65534.5, 65535",
    "GREY16, 70000, 65535",
    "RGB, 12.5, 13",
    "RGB, 300, 255",
    "RGB, -1, 0",
    "FLOAT32, -7.25, -7.25",
    "FLOAT32, 1e9, 1e9"
  })
  void valuesAreRoundedHalfUpAndClippedToTheType(Kind kind, float value, float stored) {
    ImageItems items = ImageItems.of(kind.open(), 1);
    float[] values = new float[Kind.WIDTH * Kind.HEIGHT];
    values[9] = value;
    ResultImage result = ResultImage.like(items, OutputType.SOURCE, "result");
    result.write(0, values);

    float[] back = ImageItems.of(result.finish(), 1).read(0);
    assertThat(back[9]).isEqualTo(stored);
    assertThat(back[8]).isZero();
  }

  @Test
  void noNumberIsRefusedWhereTheTypeCannotHoldIt() {
    ResultImage result =
        ResultImage.like(ImageItems.of(Kind.GREY8.open(), 1), OutputType.SOURCE, "r");
    float[] values = new float[Kind.WIDTH * Kind.HEIGHT];
    values[3] = Float.NaN;

    assertThatThrownBy(() -> result.write(0, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The result has a NaN pixel, which no 8-bit image can hold.");
    assertThatThrownBy(() -> result.write(0, new float[3]))
        .hasMessage("An array for the item must have length 35, not 3.");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCopyIsWrittenWhereTheMaskIsSetAndIdenticalElsewhere(Kind kind) {
    ImagePlus image = kind.open();
    ImageItems items = ImageItems.of(image, ImageItems.of(image, 1).planes().channels());
    float[] mask = new float[Kind.WIDTH * Kind.HEIGHT];
    mask[4] = 1;
    mask[20] = 1;
    ResultImage result = ResultImage.copyOf(items, "filled");
    assertSamePixels(ResultImage.copyOf(items, "copy").finish(), image);
    for (int item = 0; item < items.count(); item++) {
      float[] values = items.read(item);
      for (int i = 0; i < values.length; i++) {
        values[i] = 77;
      }
      result.write(item, values, mask);
    }

    ImageItems filled = ImageItems.of(result.finish(), 1);
    ImageItems before = ImageItems.of(image, 1);
    assertThat(filled.type()).isEqualTo(before.type());
    for (int item = 0; item < before.count(); item++) {
      float[] expected = before.read(item);
      expected[4] = 77;
      expected[20] = 77;
      assertThat(filled.read(item)).containsExactly(expected);
    }
  }

  @Test
  void aCopyKeepsEveryBitEvenOfTheUnusedByteOfRgb() {
    ImagePlus image = Kind.RGB.open();
    int[] colours = (int[]) image.getProcessor().getPixels();
    colours[6] &= 0x00ffffff;
    ImageItems items = ImageItems.of(image, 3);
    ResultImage result = ResultImage.copyOf(items, "copy");
    result.write(0, items.read(0), new float[Kind.WIDTH * Kind.HEIGHT]);

    assertThat((int[]) result.finish().getProcessor().getPixels()).containsExactly(colours);
  }
}

package io.github.diffusionj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.EllipseRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ByteProcessor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectionMaskTest {

  private static ImagePlus image(Roi roi) {
    ImagePlus image = new ImagePlus("cell", new ByteProcessor(20, 12));
    image.setRoi(roi);
    return image;
  }

  private static double sum(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      assertThat(value).isIn(0f, 1f);
      sum += value;
    }
    return sum;
  }

  @Test
  void aRectangleIsOneInsideAndZeroOutside() {
    float[] mask = SelectionMask.of(image(new Roi(3, 2, 5, 4)), "Inpaint");

    assertThat(sum(mask)).isEqualTo(20);
    assertThat(mask[2 * 20 + 3]).isEqualTo(1);
    assertThat(mask[5 * 20 + 7]).isEqualTo(1);
    assertThat(mask[2 * 20 + 2]).isZero();
    assertThat(mask[6 * 20 + 7]).isZero();
  }

  static List<Roi> areas() {
    Roi rounded = new Roi(2, 1, 10, 8);
    rounded.setCornerDiameter(6);
    ShapeRoi two = new ShapeRoi(new Roi(1, 1, 4, 4)).or(new ShapeRoi(new OvalRoi(9, 2, 8, 8)));
    return List.of(
        new OvalRoi(3, 1, 9, 8),
        new OvalRoi(-4, -4, 12, 12),
        new Roi(15, 8, 30, 30),
        new Roi(-5, -5, 100, 100),
        new EllipseRoi(2, 2, 17, 9, 0.5),
        new PolygonRoi(new float[] {1, 18, 9}, new float[] {1, 3, 11}, Roi.POLYGON),
        rounded,
        two);
  }

  @ParameterizedTest
  @MethodSource("areas")
  void everyAreaSelectionIsWhatImageJFillsInIt(Roi roi) {
    ImagePlus image = image(roi);
    float[] mask = SelectionMask.of(image, "Inpaint");

    ByteProcessor filled = new ByteProcessor(20, 12);
    filled.setValue(1);
    filled.fill(roi);
    for (int i = 0; i < mask.length; i++) {
      assertThat(mask[i]).as("pixel " + i % 20 + ", " + i / 20).isEqualTo(filled.get(i));
    }
    assertThat(sum(mask)).isPositive();
  }

  @Test
  void aHoleStaysOutside() {
    ShapeRoi ring = new ShapeRoi(new Roi(2, 2, 8, 8)).not(new ShapeRoi(new Roi(4, 4, 3, 3)));
    float[] mask = SelectionMask.of(image(ring), "Inpaint");

    assertThat(sum(mask)).isEqualTo(64 - 9);
    assertThat(mask[5 * 20 + 5]).isZero();
    assertThat(mask[3 * 20 + 3]).isEqualTo(1);
  }

  static Stream<Roi> notAreas() {
    return Stream.of(new Line(1, 1, 9, 9), new PointRoi(3, 3));
  }

  @ParameterizedTest
  @MethodSource("notAreas")
  void linesAndPointsAreRefused(Roi roi) {
    assertThatThrownBy(() -> SelectionMask.of(image(roi), "Inpaint"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Inpaint needs an area selection, but 'cell' has one of type ");
  }

  @Test
  void noSelectionIsRefused() {
    assertThatThrownBy(() -> SelectionMask.of(image(null), "Inpaint"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Inpaint needs an area selection, but 'cell' has no selection.");
  }

  @Test
  void aSelectionBesideTheImageIsRefused() {
    assertThatThrownBy(() -> SelectionMask.of(image(new Roi(50, 50, 4, 4)), "Inpaint"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("contains no pixel of the image.");
  }
}

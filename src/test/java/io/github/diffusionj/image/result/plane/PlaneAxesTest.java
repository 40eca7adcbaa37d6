package io.github.diffusionj.image.result.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionj.image.result.plane.PlaneAxes.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaneAxesTest {

  private static PlaneAxes axes(Axis... order) {
    return new PlaneAxes(2, 3, 4, 5, List.of(order));
  }

  @Test
  void theFirstAxisRunsFastest() {
    PlaneAxes axes = axes(Axis.KIND, Axis.CHANNEL, Axis.FRAME, Axis.GROUP);
    assertThat(axes.place(0, 1, 0)).isEqualTo(1);
    assertThat(axes.place(1, 0, 0)).isEqualTo(4);
    assertThat(axes.place(0, 0, 1)).isEqualTo(8);
    assertThat(axes.place(2, 0, 0)).isEqualTo(40);
  }

  @Test
  void everyPlaneHasAPlaceOfItsOwn() {
    PlaneAxes axes = axes(Axis.CHANNEL, Axis.KIND, Axis.GROUP, Axis.FRAME);
    List<Integer> places = new ArrayList<>();
    for (int plane = 0; plane < 6; plane++) {
      for (int kind = 0; kind < 4; kind++) {
        for (int frame = 0; frame < 5; frame++) {
          places.add(axes.place(plane, kind, frame));
        }
      }
    }
    assertThat(places)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, axes.count()).boxed().toList());
  }

  @Test
  void aMissingAxisAndAPlaneThatIsNotThereAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> axes(Axis.CHANNEL, Axis.GROUP));
    PlaneAxes axes = axes(Axis.values());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> axes.place(0, 4, 0));
  }
}

package io.github.diffusionj.image.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.RoiPlace;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.result.Trajectory.Frame;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrajectoryTest {

  private static final List<Frame> FRAMES =
      List.of(new Frame(500, 0.07859), new Frame(250.1264, 0.5241), new Frame(0, 1));
  private static final List<String> KINDS = List.of("x_t", "x_0");

  /** Every plane's value tells item, channel, frame and kind. */
  private static ImagePlus written(ImageItems items) {
    Trajectory trajectory = Trajectory.of(items, FRAMES, KINDS, "way");
    int area = Kind.WIDTH * Kind.HEIGHT;
    for (int item = 0; item < items.count(); item++) {
      for (int frame = 0; frame < FRAMES.size(); frame++) {
        for (int kind = 0; kind < KINDS.size(); kind++) {
          float[] values = new float[items.channels() * area];
          for (int c = 0; c < items.channels(); c++) {
            int value = code(item * items.channels() + c, frame, kind);
            Arrays.fill(values, c * area, (c + 1) * area, value);
          }
          trajectory.write(item, frame, kind, values);
        }
      }
    }
    return trajectory.finish();
  }

  private static int code(int plane, int frame, int kind) {
    return 100 * plane + 10 * frame + kind;
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, 1, 1, 2",
    "GREY8_STACK, 1, 1, 8",
    "RGB, 3, 3, 2",
    "RGB, 1, 3, 2",
    "RGB_STACK, 3, 3, 6",
    "COMPOSITE8, 3, 3, 2",
    "COMPOSITE16_HYPERSTACK, 1, 2, 24",
    "COMPOSITE16_HYPERSTACK, 2, 2, 24"
  })
  void framesLieAlongTimeAndItemsWithTheirKindsAlongDepth(
      Kind kind, int channels, int c, int slices) {
    ImagePlus way = written(ImageItems.of(kind.open(), channels));

    assertThat(way.getBitDepth()).isEqualTo(32);
    assertThat(way.getNChannels()).isEqualTo(c);
    assertThat(way.getNSlices()).isEqualTo(slices);
    assertThat(way.getNFrames()).isEqualTo(3);
    assertThat(way.isHyperStack()).isTrue();
    for (int plane = 0; plane < c * slices / 2; plane++) {
      for (int frame = 0; frame < 3; frame++) {
        for (int k = 0; k < 2; k++) {
          int slice = way.getStackIndex(plane % c + 1, plane / c * 2 + k + 1, frame + 1);
          float[] pixels = (float[]) way.getStack().getPixels(slice);
          assertThat(pixels).containsOnly(code(plane, frame, k));
        }
      }
    }
  }

  @Test
  void slicesAreLabelledWithTimeNoiseLevelAndKind() {
    ImagePlus single = written(ImageItems.of(Kind.GREY8.open(), 1));
    ImagePlus stack = written(ImageItems.of(Kind.GREY8_STACK.open(), 1));

    assertThat(single.getStack().getSliceLabel(1)).isEqualTo("t=500 ᾱ=0.0786 x_t");
    assertThat(single.getStack().getSliceLabel(4)).isEqualTo("t=250.13 ᾱ=0.524 x_0");
    assertThat(single.getStack().getSliceLabel(5)).isEqualTo("t=0 ᾱ=1.00 x_t");
    assertThat(stack.getStack().getSliceLabel(3)).isEqualTo("t=500 ᾱ=0.0786 x_t plane 2");
  }

  @Test
  void theLookOfTheSourceCarriesOver() {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    ImagePlus way = written(ImageItems.of(image, 2));
    ImagePlus colours = written(ImageItems.of(Kind.RGB.open(), 3));

    for (int c = 0; c < 2; c++) {
      assertThat(way.getLuts()[c].getBytes()).isEqualTo(image.getLuts()[c].getBytes());
      assertThat(way.getLuts()[c].max).isEqualTo(image.getLuts()[c].max);
    }
    assertThat(colours).isInstanceOf(CompositeImage.class);
    assertThat(way.getCalibration().pixelWidth).isEqualTo(0.25);
    assertThat(way.getCalibration().getUnit()).isEqualTo(image.getCalibration().getUnit());
    assertThat(way.getCalibration().frameInterval).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void infoPropertiesAndAnAnnotationOfAllSlicesCarryOverAndTheOldRecordDoesNot(Kind kind) {
    ImagePlus image = kind.open();
    image.setHideOverlay(true);
    image.getOverlay().drawLabels(true);
    ImagePlus way = written(ImageItems.of(image, 1));

    assertThat(way.getInfoProperty()).isEqualTo("objective: 63x");
    assertThat(way.getProp("sample")).isEqualTo("wing disc");
    assertThat(way.getProp("Slice_Label")).isNull();
    assertThat(Provenance.of(way)).isEmpty();
    assertThat(way.getHideOverlay()).isTrue();
    assertThat(way.getOverlay().getDrawLabels()).isTrue();
    Roi annotation = image.getOverlay().get(0);
    assertThat(way.getOverlay()).hasSize(1);
    assertThat(way.getOverlay().get(0)).isNotSameAs(annotation);
    assertThat(way.getOverlay().get(0).getName()).isEqualTo("annotation");
    assertThat(way.getOverlay().get(0).getBounds()).isEqualTo(annotation.getBounds());
    assertThat(annotation.getPosition()).isZero();
    for (int slice = 1; slice <= way.getStackSize(); slice++) {
      assertThat(isOn(way, 0, slice)).isTrue();
    }
  }

  private static boolean isOn(ImagePlus way, int element, int slice) {
    return RoiPlace.of(way.getOverlay().get(element), way).has(slice, way);
  }

  @ParameterizedTest
  @CsvSource({"GREY8_STACK, 2", "RGB_STACK, 3", "FLOAT32_TIME_SERIES, 4", "VIRTUAL16, 1"})
  void anAnnotationOfOneSliceIsOnThatSliceInEveryKindAndFrame(Kind kind, int position) {
    ImagePlus image = kind.open();
    image.getOverlay().get(0).setPosition(position);
    assertAnnotationLiesOnItsSlices(image);
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 3", "2, 2, 3", "1, 0, 4", "0, 3, 0", "2, 0, 0"})
  void anAnnotationOfAHyperstackIsWhereItBelongs(int c, int z, int t) {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    image.getOverlay().get(0).setPosition(c, z, t);
    assertAnnotationLiesOnItsSlices(image);
  }

  @Test
  void anAnnotationOfTheOnlyRgbSliceIsOnAllChannels() {
    ImagePlus image = Kind.RGB.open();
    image.getOverlay().get(0).setPosition(1);
    assertAnnotationLiesOnItsSlices(image);
  }

  /** The pixels of each slice tell which plane of the source it is of. */
  private static void assertAnnotationLiesOnItsSlices(ImagePlus image) {
    ImagePlus way = written(ImageItems.of(image, 1));
    RoiPlace place = RoiPlace.of(image.getOverlay().get(0), image);
    int planes = image.getBitDepth() == 24 ? 3 : 1;
    for (int slice = 1; slice <= way.getStackSize(); slice++) {
      int plane = (int) ((float[]) way.getStack().getPixels(slice))[0] / 100;
      boolean found = false;
      for (int i = 0; i < way.getOverlay().size(); i++) {
        found |= isOn(way, i, slice);
      }
      assertThat(found).as("slice " + slice).isEqualTo(place.has(plane / planes + 1, image));
    }
  }

  @Test
  void aTrajectoryWithoutFramesOrKindsIsRefused() {
    ImageItems items = ImageItems.of(Kind.GREY8.open(), 1);

    assertThatThrownBy(() -> Trajectory.of(items, List.of(), KINDS, "way"))
        .hasMessage("A trajectory needs at least 1 frame and 1 kind, but has 0 and 2.");
    Trajectory trajectory = Trajectory.of(items, FRAMES, KINDS, "way");
    float[] values = new float[Kind.WIDTH * Kind.HEIGHT];
    assertThatThrownBy(() -> trajectory.write(0, 3, 0, values))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> trajectory.write(1, 0, 0, values))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aLabelTellsFromOneWhatIsNearlyOne() {
    ImageItems items = ImageItems.of(Kind.GREY8.open(), 1);
    List<Trajectory.Frame> frames =
        List.of(new Trajectory.Frame(2, 0.9949), new Trajectory.Frame(1, 0.9999));
    ImagePlus way = Trajectory.of(items, frames, List.of("x_t"), "way").finish();
    assertThat(way.getStack().getSliceLabel(1)).isEqualTo("t=2 ᾱ=0.995 x_t");
    assertThat(way.getStack().getSliceLabel(2)).isEqualTo("t=1 ᾱ=0.9999 x_t");
  }
}

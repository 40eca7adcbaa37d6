package io.github.diffusionj.image.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.IJ;
import ij.ImagePlus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceChoiceTest {

  private static ImagePlus image(int channels, int z, int t) {
    return IJ.createHyperStack("cells", 4, 3, channels, z, t, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "current", "3", "2-5", "z2", "t1-4", "z2-3,t4"})
  void theTextIsReadBack(String text) {
    assertThat(SliceChoice.of(text).text()).isEqualTo(text);
    assertThat(SliceChoice.of(SliceChoice.of(text).text())).isEqualTo(SliceChoice.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "some", "1,3", "2-", "-2", "t1,z2", "z2t1", ",t1", "z", "1 - 2", "z2,"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SliceChoice.of(text))
        .withMessage(
            "slices must be all, current, a number or a range such as 2-5, or z and t such as"
                + " z2-5,t1, but is '%s'.",
            text);
  }

  @ParameterizedTest
  @CsvSource({"0-2, 0-2", "5-2, 5-2", "z0, 0"})
  void aRangeThatCountsFromNothingOrBackwardsIsRefused(String text, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SliceChoice.of(text))
        .withMessageStartingWith("slices must count from 1, from a lower number to a higher one")
        .withMessageEndingWith("but is " + named + ".");
  }

  @Test
  void aRangeWithoutANameIsAlongTheOneAxisThereIs() {
    assertThat(SliceChoice.of("2-3").z(image(2, 5, 1))).isEqualTo(new Span(2, 3));
    assertThat(SliceChoice.of("2-3").t(image(2, 5, 1))).isEqualTo(new Span(1, 1));
    assertThat(SliceChoice.of("2-3").z(image(2, 1, 5))).isEqualTo(new Span(1, 1));
    assertThat(SliceChoice.of("2-3").t(image(2, 1, 5))).isEqualTo(new Span(2, 3));
    assertThat(SliceChoice.of("1").z(image(2, 1, 1))).isEqualTo(new Span(1, 1));
  }

  @Test
  void whatIsNotNamedIsAllOfIt() {
    assertThat(SliceChoice.of("z2").t(image(1, 3, 4))).isEqualTo(new Span(1, 4));
    assertThat(SliceChoice.of("t2").z(image(1, 3, 4))).isEqualTo(new Span(1, 3));
  }

  @Test
  void theCurrentSliceIsTheOneInView() {
    ImagePlus image = image(2, 3, 4);
    image.setSlice(image.getStackIndex(2, 3, 2));
    assertThat(SliceChoice.of("current").z(image)).isEqualTo(new Span(3, 3));
    assertThat(SliceChoice.of("current").t(image)).isEqualTo(new Span(2, 2));
  }

  @Test
  void numbersThatTheImageDoesNotHaveAreRefusedWithThoseItHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemChoice.of("2-9", 0).of(image(1, 5, 1)))
        .withMessage("slices must be between 1 and 5 for 'cells', but is 2-9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemChoice.of("z2,t9", 0).of(image(1, 5, 3)))
        .withMessage("slices must be between t1 and t3 for 'cells', but is z2,t9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemChoice.of("2", 0).of(image(1, 5, 3)))
        .withMessage(
            "slices must be all, current, or name z and t such as z1-2,t3 for 'cells', which has 5"
                + " z and 3 t, but is 2.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemChoice.of("all", 3).of(image(2, 5, 3)))
        .withMessage("channel must be between 0 (all) and 2 for 'cells', but is 3.");
  }
}

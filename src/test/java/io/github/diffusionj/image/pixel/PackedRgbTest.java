package io.github.diffusionj.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class PackedRgbTest {

  @Test
  void theComponentsAreThoseOfImageJ() {
    int pixel = new Color(200, 100, 50).getRGB();
    assertThat(PackedRgb.component(pixel, 0)).isEqualTo(200);
    assertThat(PackedRgb.component(pixel, 1)).isEqualTo(100);
    assertThat(PackedRgb.component(pixel, 2)).isEqualTo(50);
    int made = PackedRgb.BLACK;
    made = PackedRgb.with(made, 2, 50);
    made = PackedRgb.with(made, 0, 255);
    made = PackedRgb.with(made, 1, 100);
    made = PackedRgb.with(made, 0, 200);
    assertThat(made).isEqualTo(pixel);
  }
}

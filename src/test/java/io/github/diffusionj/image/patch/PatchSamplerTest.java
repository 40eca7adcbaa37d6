package io.github.diffusionj.image.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.range.RangeChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatchSamplerTest {

  private static final int SIZE = 8;

  /** Pixel values tell their place: no two are the same. */
  private static ImagePlus places(int width, int height) {
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return new ImagePlus("places", new FloatProcessor(width, height, values));
  }

  private static PatchSampler sampler(long seed, ImagePlus image) {
    PatchSampler sampler = new PatchSampler(1, SIZE, seed);
    sampler.add(image, RangeChoice.of(0, 2000), (item, label) -> true);
    return sampler;
  }

  private static float[] patch(PatchSampler sampler, long index) {
    float[] patch = new float[SIZE * SIZE];
    sampler.read(index, patch, 0);
    return patch;
  }

  @Test
  void patchIsAFlippedOrTurnedPartOfTheImage() {
    PatchSampler sampler = sampler(1, places(40, 30));
    IntensityRange range = new IntensityRange(0, 2000);
    for (int index = 0; index < 50; index++) {
      Set<Long> rows = new HashSet<>();
      Set<Long> columns = new HashSet<>();
      for (float value : patch(sampler, index)) {
        long place = Math.round(range.fromModel(value));
        rows.add(place / 40);
        columns.add(place % 40);
      }
      assertThat(rows).hasSize(SIZE);
      assertThat(columns).hasSize(SIZE);
    }
  }

  @Test
  void allEightTurnsOccur() {
    PatchSampler sampler = sampler(1, places(SIZE, SIZE));
    Set<List<Float>> seen = new HashSet<>();
    for (int index = 0; index < 200; index++) {
      List<Float> patch = new ArrayList<>();
      for (float value : patch(sampler, index)) {
        patch.add(value);
      }
      seen.add(patch);
    }
    assertThat(seen).hasSize(8);
  }

  @Test
  void indexAndSeedDecideThePatch() {
    ImagePlus image = places(40, 30);
    assertThat(patch(sampler(1, image), 7)).isEqualTo(patch(sampler(1, image), 7));
    assertThat(patch(sampler(1, image), 7)).isNotEqualTo(patch(sampler(1, image), 8));
    assertThat(patch(sampler(1, image), 7)).isNotEqualTo(patch(sampler(2, image), 7));
  }

  @Test
  void emptyPatchesAreRare() {
    float[] values = new float[100 * 100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 100 < 50 ? 0 : (i * 7919L) % 2000;
    }
    ImagePlus half = new ImagePlus("half", new FloatProcessor(100, 100, values));
    PatchSampler sampler = sampler(1, half);
    int empty = 0;
    for (int index = 0; index < 300; index++) {
      float[] patch = patch(sampler, index);
      boolean flat = true;
      for (float value : patch) {
        flat &= value == patch[0];
      }
      empty += flat ? 1 : 0;
    }
    // Left alone 46 % would be empty; six tries leave 0.46⁶ = 1 %.
    assertThat(empty).isLessThan(20);
  }

  @Test
  void imageSmallerThanAPatchIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler(1, places(7, 30)))
        .withMessage("'places' has 7×30 pixels, which is less than the patch size 8.");
  }
}

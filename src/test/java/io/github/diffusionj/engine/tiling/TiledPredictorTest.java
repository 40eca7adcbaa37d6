package io.github.diffusionj.engine.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.Predictor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledPredictorTest {

  private static final TileSettings SMALL = new TileSettings(0, 32, 8, 3);
  private static final Predictor POINTWISE = (x, t) -> x.mul(0.3f).addi((float) t).sin();

  private NDManager manager;

  @BeforeEach
  void open() throws IOException {
    manager = Torch.get().newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray image(int images, int channels, int height, int width) {
    float[] values = new float[images * channels * height * width];
    for (int i = 0; i < images; i++) {
      int length = channels * height * width;
      new NoiseField(1).fill(values, i * length, i, 0, channels, height, width);
    }
    return manager.create(values, new Shape(images, channels, height, width));
  }

  private static TiledPredictor tiled(Predictor network, TileSettings settings) {
    return new TiledPredictor(network, settings, 8, Optional.empty(), Progress.NONE);
  }

  @ParameterizedTest
  @CsvSource({"1,1,104,72", "2,3,64,200", "1,1,32,32", "3,1,40,40", "1,2,8,136"})
  void aPointwiseNetworkGivesTheUntiledResultToTheLastBit(int n, int c, int height, int width) {
    NDArray x = image(n, c, height, width);
    float[] before = x.toFloatArray();
    NDArray output = tiled(POINTWISE, SMALL).predict(x, 2.5);
    assertThat(output.getShape()).isEqualTo(x.getShape());
    assertThat(output.toFloatArray()).isEqualTo(POINTWISE.predict(x, 2.5).toFloatArray());
    assertThat(x.toFloatArray()).isEqualTo(before);
  }

  /** A network that says something else in each window: no jump is larger than a weight's rise. */
  @Test
  void whereWindowsDisagreeTheResultGoesOverSmoothly() {
    float[] calls = {0};
    Predictor each = (x, t) -> x.zerosLike().addi(calls[0]++ % 2);
    NDArray output = tiled(each, new TileSettings(0, 48, 16, 1)).predict(image(1, 1, 32, 80), 1);
    float[] row = output.toFloatArray();
    float largest = 0;
    for (int i = 1; i < 80; i++) {
      largest = Math.max(largest, Math.abs(row[i] - row[i - 1]));
    }
    assertThat(largest).isBetween(0.01f, 0.12f);
    assertThat(row[0]).isZero();
    assertThat(row[40]).isBetween(0.4f, 0.6f);
    assertThat(row[79]).isEqualTo(1);
  }

  @Test
  void aSmallImageGoesToTheNetworkAsItIs() {
    List<Shape> seen = new ArrayList<>();
    tiled(recording(seen), new TileSettings(2 * 64 * 64, 32, 8, 2)).predict(image(2, 1, 64, 64), 1);
    assertThat(seen).containsExactly(new Shape(2, 1, 64, 64));
  }

  @Test
  void windowsOfARowShareNetworkCalls() {
    List<Shape> seen = new ArrayList<>();
    tiled(recording(seen), new TileSettings(0, 32, 8, 3)).predict(image(1, 1, 32, 128), 1);
    assertThat(seen).containsExactly(new Shape(3, 1, 32, 32), new Shape(2, 1, 32, 32));
  }

  private static Predictor recording(List<Shape> seen) {
    return (x, t) -> {
      seen.add(x.getShape());
      return x.duplicate();
    };
  }

  /** Two small selections far from each other, one of them where four windows overlap. */
  @Test
  void onlyWindowsThatTouchWhatIsWantedAreComputed() {
    int size = 128;
    float[] wanted = new float[size * size];
    wanted[28 * size + 28] = 1;
    wanted[100 * size + 120] = 1;
    List<Shape> seen = new ArrayList<>();
    Predictor smooth =
        (x, t) -> {
          seen.add(x.getShape());
          return x.sub(x.mean(new int[] {3}, true));
        };
    NDArray x = image(1, 1, size, size);
    float[] all = tiled(smooth, new TileSettings(0, 32, 8, 1)).predict(x, 1).toFloatArray();
    int every = seen.size();
    seen.clear();
    TiledPredictor some =
        new TiledPredictor(
            smooth, new TileSettings(0, 32, 8, 1), 8, Optional.of(wanted), Progress.NONE);
    float[] few = some.predict(x, 1).toFloatArray();
    assertThat(every).isEqualTo(25);
    assertThat(seen).hasSizeBetween(3, 6);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] != 0) {
        assertThat(few[i]).isEqualTo(all[i]);
      }
    }
  }

  @Test
  void outOfMemoryMakesBatchAndWindowSmallerWithAMessage() {
    List<String> notes = new ArrayList<>();
    Predictor poor =
        (x, t) -> {
          if (x.getShape().size() > 64 * 64) {
            throw new EngineException("DefaultCPUAllocator: can't allocate memory");
          }
          return POINTWISE.predict(x, t);
        };
    TiledPredictor tiled =
        new TiledPredictor(
            poor, new TileSettings(0, 128, 16, 2), 8, Optional.empty(), new Notes(notes));
    NDArray x = image(1, 1, 256, 256);
    assertThat(tiled.predict(x, 1).toFloatArray())
        .isEqualTo(POINTWISE.predict(x, 1).toFloatArray());
    assertThat(tiled.settings().window()).isEqualTo(64);
    assertThat(notes)
        .containsExactly(
            "The network ran out of memory; it goes on with windows of 128 × 128 pixels, 1 at a time.",
            "The network ran out of memory; it goes on with windows of 64 × 64 pixels, 1 at a time.");
  }

  @Test
  void aBatchOfSmallImagesIsSplitWhenMemoryRunsOut() {
    List<Shape> seen = new ArrayList<>();
    Predictor poor =
        (x, t) -> {
          seen.add(x.getShape());
          if (x.getShape().get(0) > 5) {
            throw new EngineException("CUDA out of memory.");
          }
          return POINTWISE.predict(x, t);
        };
    NDArray x = image(9, 1, 64, 64);
    TiledPredictor tiled = tiled(poor, new TileSettings(256 * 256, 256, 32, 1));
    assertThat(tiled.predict(x, 1).toFloatArray())
        .isEqualTo(POINTWISE.predict(x, 1).toFloatArray());
    assertThat(seen).last().isEqualTo(new Shape(1, 1, 64, 64));
    assertThat(seen).filteredOn(shape -> shape.get(0) == 4).hasSize(2);
  }

  @Test
  void whereMemoryIsScarceFromTheStartCallsAreSmall() {
    TileSettings settings = TileSettings.within(20_000L * 1000, 1000);
    List<Shape> seen = new ArrayList<>();
    tiled(recording(seen), settings).predict(image(6, 1, 64, 64), 1);
    assertThat(settings.window()).isEqualTo(128);
    assertThat(seen).containsExactly(new Shape(4, 1, 64, 64), new Shape(2, 1, 64, 64));
  }

  @Test
  void anotherErrorIsNotTakenForLackOfMemory() {
    Predictor broken =
        (x, t) -> {
          throw new EngineException("shapes do not match");
        };
    assertThatThrownBy(() -> tiled(broken, SMALL).predict(image(1, 1, 64, 64), 1))
        .hasMessage("shapes do not match");
  }

  @Test
  void escIsHeardBetweenTheWindows() {
    int[] calls = {0};
    Predictor counting =
        (x, t) -> {
          calls[0]++;
          return x.duplicate();
        };
    Progress esc =
        new Progress() {
          @Override
          public void report(double fraction, String message) {}

          @Override
          public boolean cancelled() {
            return calls[0] >= 2;
          }
        };
    TiledPredictor tiled =
        new TiledPredictor(counting, new TileSettings(0, 32, 8, 1), 8, Optional.empty(), esc);
    assertThatThrownBy(() -> tiled.predict(image(1, 1, 128, 128), 1))
        .isInstanceOf(CancelledException.class);
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  void noNativeArrayIsLeftBehind() {
    NDArray x = image(1, 1, 104, 72);
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 3; i++) {
      tiled(POINTWISE, SMALL).predict(x, 1).close();
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  /** Keeps what was noted. */
  private record Notes(List<String> sentences) implements Progress {

    @Override
    public void report(double fraction, String message) {}

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public void note(String sentence) {
      sentences.add(sentence);
    }
  }
}

package io.github.diffusionj.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.sampling.KnownPixels.Keeping;
import io.github.diffusionj.engine.session.DiffusionModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingLoopTest {

  private static final int CHANNELS = 3;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 20;

  @TempDir static Path temp;
  private static DiffusionModel model;

  @BeforeAll
  static void open() throws Exception {
    model = DiffusionModel.open(TinyModel.create(temp.resolve("tiny"), CHANNELS));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesAreTheSameAloneAndInABatch() {
    float[] together = sample(request(5, 10, 7));
    for (int i = 0; i < 5; i++) {
      float[] alone = sample(request(1, 10 + i, 7));
      assertThat(largestDifference(alone, image(together, i))).isLessThan(1e-5f);
    }
  }

  @Test
  void imagesAreTheSameWhateverBatchTheLoopMakes() {
    // 128 × 128 pixels: the loop takes four together, so that five are two batches.
    SampleShape large = new SampleShape(5, CHANNELS, 128, 128);
    float[] together = sample(request(large, 2, 7, Optional.empty()));
    SampleShape one = large.withImages(1);
    for (int i : new int[] {3, 4}) {
      float[] alone = sample(request(one, 2 + i, 7, Optional.empty()));
      float[] expected =
          Arrays.copyOfRange(together, i * one.imageLength(), (i + 1) * one.imageLength());
      assertThat(largestDifference(alone, expected)).isLessThan(1e-5f);
    }
  }

  /** AssertJ's own comparison of long arrays takes minutes when they differ. */
  private static float largestDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return largest;
  }

  @Test
  void anotherSeedGivesAnotherResult() {
    float[] start = start(request(1, 0, 1));
    assertThat(sample(start, request(1, 0, 1))).isEqualTo(sample(start, request(1, 0, 1)));
    assertThat(sample(start, request(1, 0, 1))).isNotEqualTo(sample(start, request(1, 0, 2)));
  }

  @Test
  void startIsNotChanged() {
    SamplingRequest request = request(2, 0, 1);
    float[] start = start(request);
    float[] before = start.clone();
    sample(start, request);
    assertThat(start).isEqualTo(before);
  }

  @Test
  void resultLiesWithinTheClippingBound() {
    SamplingRequest plain = request(1, 0, 1);
    SamplingRequest half =
        new SamplingRequest(
            plain.shape(), plain.steps(), plain.noise(), 0, new Clipping.Fixed(0.5), plain.known());
    float[] result = sample(half);
    for (float value : result) {
      assertThat(value).isBetween(-0.5f, 0.5f);
    }
  }

  @Test
  void cancellingStopsBeforeTheNextNetworkCall() {
    RecordingProgress progress = new RecordingProgress(3);
    SamplingRequest request = request(1, 0, 1);
    assertThatThrownBy(
            () -> model.sampling().run(start(request), request, SamplingListener.NONE, progress))
        .isInstanceOf(CancelledException.class);
    assertThat(progress.fractions).hasSize(3);
  }

  @Test
  void progressRisesToOne() {
    RecordingProgress progress = new RecordingProgress(Integer.MAX_VALUE);
    SampleShape shape = new SampleShape(5, CHANNELS, 128, 128);
    SamplingRequest request = request(shape, 0, 1, Optional.empty());
    model.sampling().run(start(request), request, SamplingListener.NONE, progress);
    assertThat(progress.fractions).isSorted().doesNotHaveDuplicates();
    assertThat(progress.fractions).hasSize(2 * request.steps().size()).endsWith(1.0);
  }

  @Test
  void listenerGetsTheStepsThatItWantsOfEachImage() {
    SamplingRequest request = request(2, 0, 1);
    List<String> told = new ArrayList<>();
    List<float[]> noisy = new ArrayList<>();
    SamplingListener listener =
        new SamplingListener() {
          @Override
          public boolean wants(int step) {
            return step % 4 == 0;
          }

          @Override
          public void step(int step, int image, float[] xt, float[] x0) {
            told.add(step + "/" + image);
            noisy.add(xt);
            assertThat(x0).hasSize(request.shape().imageLength());
          }
        };
    float[] start = start(request);
    model.sampling().run(start, request, listener, Progress.NONE);
    assertThat(told).containsExactly("0/0", "0/1", "4/0", "4/1", "8/0", "8/1");
    assertThat(noisy.get(1)).isEqualTo(image(start, 1));
  }

  @Test
  void knownPixelsAreInEveryEstimateAndInTheResultExactly() {
    SampleShape shape = new SampleShape(2, CHANNELS, HEIGHT, WIDTH);
    float[] values = new float[shape.length()];
    new NoiseField(99).fill(values, 0, 0, 0, 1, 1, values.length);
    float[] unknown = new float[shape.planeLength()];
    IntStream.range(0, unknown.length).forEach(i -> unknown[i] = i % 3 == 0 ? 1 : 0);
    SamplingRequest request =
        request(shape, 0, 1, Optional.of(new KnownPixels(values, unknown, Keeping.IN_ESTIMATE, 0)));
    SamplingListener listener =
        new SamplingListener() {
          @Override
          public boolean wants(int step) {
            return true;
          }

          @Override
          public void step(int step, int image, float[] xt, float[] x0) {
            assertKnown(x0, image(values, image), unknown);
          }
        };
    float[] result = model.sampling().run(start(request), request, listener, Progress.NONE);
    for (int i = 0; i < 2; i++) {
      assertKnown(image(result, i), image(values, i), unknown);
    }
  }

  private static void assertKnown(float[] image, float[] known, float[] unknown) {
    int equal = 0;
    for (int i = 0; i < image.length; i++) {
      if (unknown[i % unknown.length] == 0) {
        assertThat(image[i]).isEqualTo(known[i]);
      } else if (image[i] == known[i]) {
        equal++;
      }
    }
    assertThat(equal).isLessThan(image.length / 30);
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    SamplingRequest request = request(2, 0, 1);
    assertThatThrownBy(() -> sample(new float[7], request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x_t must have 1440 values for images of shape (2, 3, 12, 20), but has 7.");
    KnownPixels wrong = new KnownPixels(new float[1440], new float[239], Keeping.IN_ESTIMATE, 0);
    assertThatThrownBy(() -> request(request.shape(), 0, 1, Optional.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("240")
        .hasMessageContaining("239");
  }

  @Test
  void imagesThatTheNetworkCanNotTakeAreRefused() {
    SamplingRequest grey = request(new SampleShape(1, 1, 12, 20), 0, 1, Optional.empty());
    assertThatThrownBy(() -> sample(grey))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The network takes images of 3 channels, but these have 1.");
    SamplingRequest odd = request(new SampleShape(1, 3, 12, 21), 0, 1, Optional.empty());
    assertThatThrownBy(() -> sample(odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network takes widths and heights that are multiples of 2, but these are 21 × 12.");
  }

  @Test
  void nativeArraysDoNotGrowWithTheNumberOfSteps() {
    List<Integer> counts = new ArrayList<>();
    Progress counter =
        new Progress() {
          @Override
          public void report(double fraction, String message) {
            counts.add(model.network().managedArrays());
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    int before = model.network().managedArrays();
    SampleShape shape = new SampleShape(2, CHANNELS, 8, 8);
    KnownPixels known =
        new KnownPixels(new float[shape.length()], new float[64], Keeping.IN_ESTIMATE, 0);
    SamplingRequest request =
        new SamplingRequest(
            shape, steps(200), new NoiseField(1), 0, new Clipping.Fixed(1), Optional.of(known));
    model.sampling().run(start(request), request, SamplingListener.NONE, counter);
    assertThat(counts).hasSize(200);
    assertThat(counts.get(199)).isEqualTo(counts.get(9));
    assertThat(model.network().managedArrays()).isEqualTo(before);
  }

  private static float[] image(float[] images, int index) {
    int length = CHANNELS * HEIGHT * WIDTH;
    return Arrays.copyOfRange(images, index * length, (index + 1) * length);
  }

  private static SamplingRequest request(int images, long firstImage, long seed) {
    SampleShape shape = new SampleShape(images, CHANNELS, HEIGHT, WIDTH);
    return request(shape, firstImage, seed, Optional.empty());
  }

  private static SamplingRequest request(
      SampleShape shape, long firstImage, long seed, Optional<KnownPixels> known) {
    return new SamplingRequest(
        shape, steps(10), new NoiseField(seed), firstImage, new Clipping.Fixed(1), known);
  }

  private static List<SamplingStep> steps(int count) {
    List<TimePoint> times = TimestepSpacing.TRAILING.points(model.schedule(), 1000, count);
    return new DdpmSampler(Variance.FIXED_SMALL).steps(model.schedule(), times);
  }

  private static float[] sample(SamplingRequest request) {
    return sample(start(request), request);
  }

  private static float[] sample(float[] start, SamplingRequest request) {
    return model.sampling().run(start, request, SamplingListener.NONE, Progress.NONE);
  }

  private static float[] start(SamplingRequest request) {
    SampleShape shape = request.shape();
    float[] start = new float[shape.length()];
    for (int i = 0; i < shape.images(); i++) {
      request
          .noise()
          .fill(
              start,
              i * shape.imageLength(),
              request.images().get(i),
              0,
              shape.channels(),
              shape.height(),
              shape.width());
    }
    return start;
  }

  /** Keeps what it is told, and is cancelled after so many reports. */
  private static final class RecordingProgress implements Progress {

    private final List<Double> fractions = new ArrayList<>();
    private final int last;

    RecordingProgress(int last) {
      this.last = last;
    }

    @Override
    public void report(double fraction, String message) {
      fractions.add(fraction);
    }

    @Override
    public boolean cancelled() {
      return fractions.size() >= last;
    }
  }
}

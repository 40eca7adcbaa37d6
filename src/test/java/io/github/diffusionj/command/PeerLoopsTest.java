package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.ImageStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Denoise with {@code sampler=model} against the whole loops of diffusers' own scheduler tests, on
 * their toy network x·t/(t + 1); see src/test/python/peer_loops.py.
 *
 * <p>The mean of |x_0| has to be theirs to 2e-5, where float32 rounds differently on the way; those
 * tests themselves allow 1e-3, and 2e-5 tells a t that is not whole from the nearest one.
 */
class PeerLoopsTest {

  private static final Path LOOPS = Path.of("src/test/resources/loops");
  private static final int SIZE = 8;
  private static final int CHANNELS = 3;
  private static final int IMAGES = 4;

  @TempDir Path folder;

  /** A loop: the first x has this factor, and the mean is that of diffusers. */
  record Loop(String name, JsonObject scheduler, double factor, double mean) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Loop> loops() throws IOException {
    Loop[] loops = new Gson().fromJson(Files.readString(LOOPS.resolve("loops.json")), Loop[].class);
    return Arrays.asList(loops);
  }

  @ParameterizedTest
  @MethodSource("loops")
  void theLoopEndsWhereThatOfDiffusersEnds(Loop loop) throws Exception {
    writeModel(loop);
    String options = "model=[%s] t=1000 range=raw sampler=model steps=10".formatted(folder);
    MacroCall call = MacroCall.of("denoise", first(loop.factor()), options);
    assertThat(call.message()).isEmpty();
    assertThat(meanOfAbsolutes(call.result())).isCloseTo(loop.mean(), within(2e-5));
  }

  private void writeModel(Loop loop) throws IOException {
    Files.copy(LOOPS.resolve("model.pt"), folder.resolve("model.pt"));
    String prediction = loop.scheduler().get("prediction_type").getAsString();
    Files.writeString(
        folder.resolve("torchscript.json"),
        """
        {"in_channels": 3, "size_multiple": 1, "sample_size": 8, "time": "index",
         "prediction_type": "%s"}
        """
            .formatted(prediction));
    Path scheduler = Files.createDirectory(folder.resolve("scheduler"));
    Files.writeString(
        scheduler.resolve("scheduler_config.json"), new Gson().toJson(loop.scheduler()));
  }

  /** 0, 1, 2 … over their number, with the images running fastest, then rows, then channels. */
  private static ImagePlus first(double factor) {
    ImageStack stack = new ImageStack(SIZE, SIZE);
    int count = IMAGES * CHANNELS * SIZE * SIZE;
    for (int image = 0; image < IMAGES; image++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        float[] pixels = new float[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
          int place = (channel * SIZE * SIZE + i) * IMAGES + image;
          pixels[i] = (float) (factor * place / count);
        }
        stack.addSlice("", pixels);
      }
    }
    ImagePlus plus = new ImagePlus("first", stack);
    plus.setDimensions(CHANNELS, 1, IMAGES);
    return plus;
  }

  private static double meanOfAbsolutes(ImagePlus image) {
    double sum = 0;
    for (int slice = 1; slice <= image.getStackSize(); slice++) {
      for (float pixel : (float[]) image.getStack().getPixels(slice)) {
        sum += Math.abs(pixel);
      }
    }
    return sum / (image.getStackSize() * SIZE * SIZE);
  }
}

package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingLoop;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models whose folders name diffusers' schedulers sample as those do: the times, and what the
 * network gets at each call. The reference files are made by {@code
 * src/test/python/solver_golden.py} with diffusers 0.42.1.
 */
class SolverGoldenTest {

  private static final Path FILES = Path.of("src/test/resources/sampling");
  private static final Path MODEL = Path.of("src/test/resources/unet/plain");
  private static final String SCHEDULER = "scheduler/scheduler_config.json";
  private static final NoiseField NOISE = new NoiseField(-1234567890123456789L);
  private static final int FIRST_IMAGE = 3;
  private static final SampleShape SHAPE = new SampleShape(2, 1, 8, 12);

  /**
   * Where diffusers departs from the paper, or rounds: its third order leaves a factor out (see
   * DpmSolver); it tells the network exponential times without their fraction; and it takes 2⁻²⁴
   * for a ᾱ of 0.
   */
  private static final Set<String> DEPARTING =
      Set.of("dpm-3", "dpm-3-many", "dpm-3-not-lower", "dpm-2-exponential", "dpm-zero-snr");

  @TempDir static Path temp;
  private static JsonObject cases;
  private static Network network;

  @BeforeAll
  static void open() throws IOException {
    cases = JsonFile.parse(Files.readString(FILES.resolve("solvers.json")));
    network = Network.open(ModelFolder.open(MODEL), Torch.get());
    try (Stream<Path> files = Files.walk(MODEL)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = temp.resolve(MODEL.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @AfterAll
  static void close() {
    network.close();
  }

  /** Of those that take one step from each time to the next. */
  static List<String> singleCalls() throws IOException {
    return names().stream()
        .filter(name -> !name.startsWith("pndm") && !name.equals("dpm-2-exponential"))
        .toList();
  }

  static List<String> names() throws IOException {
    return List.copyOf(JsonFile.parse(Files.readString(FILES.resolve("solvers.json"))).keySet());
  }

  @ParameterizedTest
  @MethodSource("singleCalls")
  void timesAreThoseOfDiffusers(String name) throws IOException {
    List<TimePoint> points = points(name);
    List<Double> expected = numbers(name, "timesteps").stream().distinct().map(t -> t + 1).toList();
    List<Double> actual = points.stream().map(TimePoint::t).filter(t -> t > 0).distinct().toList();
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      assertThat(actual.get(i)).as("time %d", i).isCloseTo(expected.get(i), within(2e-3));
    }
    assertThat(Math.abs(actual.size() - expected.size())).isLessThan(2);
  }

  static List<String> agreeing() throws IOException {
    return names().stream().filter(name -> !DEPARTING.contains(name)).toList();
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void trajectoryAgreesWithDiffusers(String name) throws IOException {
    float[] expected = golden(name);
    float[] actual = trajectory(name);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) Math.abs(actual[i] - expected[i]))
          .as("call %d: %s for %s", i / SHAPE.length(), actual[i], expected[i])
          .isLessThan(1e-4 * Math.max(1, Math.abs(expected[i])));
    }
  }

  @ParameterizedTest
  @MethodSource("departing")
  void whereDiffusersDepartsWeDoNotFollow(String name) throws IOException {
    float[] expected = golden(name);
    float[] actual = trajectory(name);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    assertThat(largest).isGreaterThan(1e-4);
  }

  static Set<String> departing() {
    return DEPARTING;
  }

  private static SchedulerConfig config(String name) throws IOException {
    Files.writeString(
        temp.resolve(SCHEDULER), cases.getAsJsonObject(name).get("config").toString());
    return ModelFolder.open(temp).scheduler();
  }

  private static List<TimePoint> points(String name) throws IOException {
    SchedulerConfig config = config(name);
    int steps = cases.getAsJsonObject(name).get("steps").getAsInt();
    return config.solver().times().points(config.schedule(), config.steps(), steps);
  }

  private static List<Double> numbers(String name, String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonElement number : cases.getAsJsonObject(name).getAsJsonArray(key)) {
      numbers.add(number.getAsDouble());
    }
    return numbers;
  }

  private static float[] trajectory(String name) throws IOException {
    SchedulerConfig config = config(name);
    List<SamplingStep> steps = config.solver().sampler().steps(config.schedule(), points(name));
    SamplingRequest request =
        new SamplingRequest(SHAPE, steps, NOISE, FIRST_IMAGE, config.clipping(), Optional.empty());
    List<float[]> calls = new ArrayList<>();
    SamplingLoop loop = new SamplingLoop(predictor(name), config.prediction(), network.manager());
    float[] x0 = loop.run(start(), request, recordInto(calls), Progress.NONE);
    float[] path = Arrays.copyOf(join(calls), join(calls).length + x0.length);
    System.arraycopy(x0, 0, path, path.length - x0.length, x0.length);
    return path;
  }

  /** The network; where a variance is learned, with one made from x_t as in the script. */
  private static Predictor predictor(String name) {
    return name.contains("learned")
        ? (x, t) -> network.predict(x, t).concat(x.clip(-1, 1), 1)
        : network;
  }

  private static float[] start() {
    float[] start = new float[SHAPE.length()];
    for (int i = 0; i < SHAPE.images(); i++) {
      NOISE.fill(start, i * SHAPE.imageLength(), FIRST_IMAGE + i, 0, 1, 8, 12);
    }
    return start;
  }

  private static SamplingListener recordInto(List<float[]> calls) {
    return new SamplingListener() {
      @Override
      public boolean wants(int step) {
        return true;
      }

      @Override
      public void step(int step, int image, float[] xt, float[] x0) {
        calls.add(xt);
      }
    };
  }

  private static float[] join(List<float[]> parts) {
    float[] all = new float[parts.size() * SHAPE.imageLength()];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * SHAPE.imageLength(), SHAPE.imageLength());
    }
    return all;
  }

  private static float[] golden(String name) throws IOException {
    try (Safetensors file = Safetensors.open(FILES.resolve("solvers.safetensors"))) {
      float[] values = new float[Math.toIntExact(file.spec(name).size())];
      file.bytes(name).asFloatBuffer().get(values);
      return values;
    }
  }
}

package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchTest {

  @AfterEach
  void backToDefault() throws IOException {
    Torch.use(EngineSettings.DEFAULT);
  }

  @Test
  void reportSaysWhatRunsWhere() throws IOException {
    EngineReport report = Torch.use(new EngineSettings("cpu", 1, Precision.BFLOAT16));
    assertThat(report.device()).isEqualTo("cpu");
    assertThat(report.pytorch()).startsWith(NativeLibrary.VERSION);
    assertThat(report.text())
        .contains("device: cpu (as set)")
        .contains("threads: 1\n")
        .contains("precision: bfloat16")
        .contains("PyTorch 2.7.1");
  }

  @Test
  void deviceThatIsNotThereIsRefusedAndTheSettingsStay() throws IOException {
    Torch.use(new EngineSettings("cpu", 1, Precision.FLOAT32));
    EngineSettings wanted = new EngineSettings("gpu99", 2, Precision.BFLOAT16);
    assertThatThrownBy(() -> Torch.use(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "device gpu99 is not there: PyTorch sees \\d+ CUDA GPUs; use auto or cpu\\.");
    assertThat(Torch.get().report().threads()).isEqualTo(1);
    assertThat(Torch.get().precision()).isEqualTo(Precision.FLOAT32);
  }

  @Test
  void mpsIsRefusedWhereThereIsNoAppleProcessor() {
    assumeThat(System.getProperty("os.name")).doesNotStartWith("Mac");
    assertThatThrownBy(() -> Torch.use(new EngineSettings("mps", 0, Precision.FLOAT32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device mps is there on Macs with an Apple processor only; use auto or cpu.");
  }

  @Test
  void threadsAreSetInEachThreadThatGetsTheEngine() throws Exception {
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Torch.use(new EngineSettings("cpu", 3, Precision.FLOAT32));
      assertThat(worker.submit(() -> Torch.get().report().threads()).get()).isEqualTo(3);
      Torch.use(new EngineSettings("cpu", 1, Precision.FLOAT32));
      assertThat(worker.submit(() -> Torch.get().report().threads()).get()).isEqualTo(1);
    } finally {
      worker.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda", "CPU", "gpu-1", "gpu1234"})
  void unknownDevicesAreRefused(String device) {
    assertThatThrownBy(() -> new EngineSettings(device, 0, Precision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device must be auto, cpu, gpu0, gpu1 and so on, or mps, but is '" + device + "'.");
  }

  @Test
  void numbersOfThreadsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new EngineSettings("cpu", -1, Precision.FLOAT32))
        .hasMessage("threads must be between 1 and 1024, or 0 for the engine's choice, but is -1.");
  }
}

package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.TinyModel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenModelsTest {

  @TempDir Path folder;

  @AfterEach
  void releaseModel() {
    OpenModels.close();
  }

  @Test
  void aCommandThatWaitsForAnotherAnswersEsc() throws Exception {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<String> first =
          executor.submit(
              () ->
                  OpenModels.use(
                      model,
                      Progress.NONE,
                      (open, hash) -> {
                        busy.countDown();
                        await(done);
                        return hash;
                      }));
      busy.await();
      assertThatThrownBy(() -> OpenModels.use(model, new StopAfter(0), (open, hash) -> hash))
          .isInstanceOf(CancelledException.class);
      done.countDown();
      String hash = OpenModels.use(model, Progress.NONE, (open, its) -> its);
      assertThat(first.get()).isEqualTo(hash);
    } finally {
      done.countDown();
      executor.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

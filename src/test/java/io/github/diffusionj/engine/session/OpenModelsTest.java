package io.github.diffusionj.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.task.StopAfter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenModelsTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir Path folder;

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
                  MODELS.use(
                      model,
                      Progress.NONE,
                      (open, hash) -> {
                        busy.countDown();
                        await(done);
                        return hash;
                      }));
      busy.await();
      assertThatThrownBy(() -> MODELS.use(model, new StopAfter(0), (open, hash) -> hash))
          .isInstanceOf(CancelledException.class);
      done.countDown();
      String hash = MODELS.use(model, Progress.NONE, (open, its) -> its);
      assertThat(first.get()).isEqualTo(hash);
    } finally {
      done.countDown();
      executor.shutdown();
    }
  }

  @Test
  void aTorchScriptModelIsOpenedAnewWhenItsFilesChange() throws IOException {
    Path scripts = Path.of("src/test/resources/torchscript");
    Path model = folder.resolve("script");
    for (String file : List.of("torchscript.json", "model.pt", "scheduler/scheduler_config.json")) {
      Files.createDirectories(model.resolve(file).getParent());
      Files.copy(scripts.resolve("index-traced").resolve(file), model.resolve(file));
    }
    DiffusionModel first = opened(model);
    assertThat(opened(model)).isSameAs(first);
    Path json = model.resolve("torchscript.json");
    Files.writeString(
        json, Files.readString(json).replace("\"sample_size\": 16", "\"sample_size\": 8"));
    DiffusionModel second = opened(model);
    assertThat(second).isNotSameAs(first);
    Files.copy(
        scripts.resolve("saved-while-training/model.pt"),
        model.resolve("model.pt"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(opened(model)).isNotSameAs(second);
  }

  @Test
  void worksOfSeveralThreadsHaveTheModelOneAfterTheOther() throws Exception {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    AtomicInteger inside = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      List<Future<DiffusionModel>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(
            executor.submit(
                () ->
                    MODELS.use(
                        model,
                        Progress.NONE,
                        (open, hash) -> {
                          assertThat(inside.incrementAndGet()).isEqualTo(1);
                          open.probe();
                          inside.decrementAndGet();
                          return open;
                        })));
      }
      for (Future<DiffusionModel> one : all) {
        assertThat(one.get()).isSameAs(all.get(0).get());
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void allThatWaitsForOtherWorkAnswersEsc() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    ModelSession.Piece<String> lasting =
        models -> {
          busy.countDown();
          await(done);
          return "ended";
        };
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<List<String>> first =
          executor.submit(() -> MODELS.together(List.of(lasting), Progress.NONE));
      busy.await();
      assertThatThrownBy(() -> MODELS.together(List.of(models -> "never"), new StopAfter(1)))
          .isInstanceOf(CancelledException.class);
      assertThatThrownBy(() -> MODELS.release(new StopAfter(1)))
          .isInstanceOf(CancelledException.class);
      done.countDown();
      assertThat(first.get()).containsExactly("ended");
    } finally {
      done.countDown();
      executor.shutdown();
    }
  }

  @Test
  void workThatHasAModelIsRefusedAnotherAndKeepsItsOwn() throws IOException {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    Path other = TinyModel.create(folder.resolve("other"), 3).path();
    double probed =
        MODELS.use(
            model,
            Progress.NONE,
            (open, hash) -> {
              assertThatThrownBy(() -> opened(other)).isInstanceOf(IllegalStateException.class);
              return open.probe();
            });
    assertThat(probed).isPositive();
  }

  @Test
  void aModelStaysOpenUntilItIsReleased() throws IOException {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    DiffusionModel first = opened(model);
    assertThat(opened(model)).isSameAs(first);
    MODELS.release(Progress.NONE);
    assertThat(opened(model)).isNotSameAs(first);
  }

  @Test
  void piecesHaveOneModelTogetherWhichNoneOfThemReleases() throws IOException {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    Path other = TinyModel.create(folder.resolve("other"), 1).path();
    ModelSession.Piece<Double> piece =
        models -> {
          models.release(Progress.NONE);
          assertThatIllegalArgumentException()
              .isThrownBy(() -> models.use(other, Progress.NONE, (open, hash) -> hash));
          return models.use(model, Progress.NONE, (open, hash) -> open.probe());
        };
    DiffusionModel before = opened(model);
    ModelSession.Piece<Double> first =
        models -> models.use(model, Progress.NONE, (open, hash) -> open.probe());
    assertThat(MODELS.together(List.of(first, piece), Progress.NONE)).doesNotContainNull();
    assertThat(opened(model)).isSameAs(before);
  }

  private static DiffusionModel opened(Path path) throws IOException {
    return MODELS.use(path, Progress.NONE, (open, hash) -> open);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.github.diffusionj.command.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.CancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CommandSessionTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final CommandSession session = new CommandSession();

  @Test
  void quittingAsksARunningCommandToStopAndWaitsForIt() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    boolean[] ended = {false};
    Thread command =
        new Thread(
            () ->
                session.run(
                    () -> {
                      begun.countDown();
                      while (!session.quitting()) {
                        Thread.onSpinWait();
                      }
                      ended[0] = true;
                    }));
    command.start();
    begun.await();
    session.quit(LONG);
    assertThat(ended[0]).isTrue();
    command.join();
  }

  @Test
  void quittingWaitsForNoCommandThatDoesNotStop() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread command =
        new Thread(
            () ->
                session.run(
                    () -> {
                      begun.countDown();
                      await(over);
                    }));
    command.start();
    begun.await();
    session.quit(Duration.ofMillis(20));
    assertThat(command.isAlive()).isTrue();
    over.countDown();
    command.join();
  }

  @Test
  void noCommandBeginsWhenImageJQuits() {
    session.quit(LONG);
    assertThatThrownBy(() -> session.run(() -> {})).isInstanceOf(CancelledException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

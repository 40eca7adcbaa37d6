package io.github.diffusionj.engine.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.base.CancelledException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {

  private final List<List<Integer>> rounds = new ArrayList<>();
  private final Turns<Integer, Integer> turns = new Turns<>(this::squares);

  private List<Supplier<Integer>> squares(List<Integer> questions) {
    rounds.add(questions);
    return questions.stream().<Supplier<Integer>>map(n -> () -> square(n)).toList();
  }

  private static int square(int n) {
    if (n == -13) {
      throw new IllegalArgumentException("unlucky");
    }
    return n * n;
  }

  @Test
  void whatAllAskIsAnsweredTogetherAndInTheirOrder() throws IOException {
    List<SharedCalls.Caller<Integer>> works =
        List.of(
            () -> turns.ask(1) + turns.ask(2), () -> 100, () -> turns.ask(turns.ask(turns.ask(3))));
    assertThat(turns.run(works)).containsExactly(5, 100, 6561);
    assertThat(rounds).containsExactly(List.of(1, 3), List.of(2, 9), List.of(81));
  }

  @Test
  void onlyOneWorksAtATime() throws IOException {
    AtomicInteger working = new AtomicInteger();
    List<Integer> most = new ArrayList<>();
    SharedCalls.Caller<Integer> work =
        () -> {
          for (int i = 0; i < 50; i++) {
            most.add(working.incrementAndGet());
            Thread.onSpinWait();
            working.decrementAndGet();
            turns.ask(i);
          }
          return 0;
        };
    turns.run(List.of(work, work, work, work));
    assertThat(most).hasSize(200).containsOnly(1);
  }

  @Test
  void anAnswerThatFailsDoesSoWhereItWasAsked() throws IOException {
    SharedCalls.Caller<Integer> patient =
        () -> {
          try {
            return turns.ask(-13);
          } catch (IllegalArgumentException e) {
            return -1;
          }
        };
    assertThat(turns.run(List.of(patient, () -> turns.ask(4)))).containsExactly(-1, 16);
  }

  @Test
  void aPieceThatFailsStopsTheOthersWhereTheyWait() {
    List<Throwable> stopped = new ArrayList<>();
    SharedCalls.Caller<Integer> waiting =
        () -> {
          try {
            return turns.ask(1) + turns.ask(2);
          } catch (CancelledException e) {
            stopped.add(e);
            throw e;
          }
        };
    SharedCalls.Caller<Integer> failing =
        () -> {
          turns.ask(3);
          throw new IOException("full");
        };
    SharedCalls.Caller<Integer> untouched =
        () -> {
          turns.ask(4);
          stopped.add(new AssertionError("went on"));
          return 0;
        };
    assertThatThrownBy(() -> turns.run(List.of(waiting, failing, untouched)))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThat(stopped).hasSize(1).first().isInstanceOf(CancelledException.class);
  }
}

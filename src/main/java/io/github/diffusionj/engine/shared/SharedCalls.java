package io.github.diffusionj.engine.shared;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.sampling.Together;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets several pieces of work with one network, such as small files, make their calls together:
 * what they ask of images of one size at whatever times becomes one batch.
 *
 * <p>A piece goes its own way in everything else, so its noise, its range and its times are those
 * that it has alone. Its result is that of working alone up to float rounding, since PyTorch sums
 * in another order for another batch size. Which images share a call depends on the list of pieces
 * alone, so the same list gives the same bytes.
 */
public final class SharedCalls {

  private final Turns<Call, NDArray> turns = new Turns<>(SharedCalls::answers);

  /** A piece of work that calls a network. */
  @FunctionalInterface
  public interface Caller<R> {
    R call() throws IOException;
  }

  /** What is called: one pass through a network. */
  @FunctionalInterface
  public interface ForwardPass {
    /**
     * One call.
     *
     * @param inputs arrays whose first dimension is N
     * @return an array whose first dimension is N, owned by the manager of the first input
     */
    NDArray forward(NDList inputs);
  }

  private record Call(ForwardPass network, NDList inputs) {

    boolean fits(Call other) {
      boolean fits = network == other.network && inputs.size() == other.inputs.size();
      for (int i = 0; fits && i < inputs.size(); i++) {
        NDArray mine = inputs.get(i);
        NDArray theirs = other.inputs.get(i);
        fits =
            mine.getShape().slice(1).equals(theirs.getShape().slice(1))
                && mine.getDataType() == theirs.getDataType();
      }
      return fits;
    }

    long images() {
      return inputs.head().getShape().get(0);
    }

    long pixels() {
      Shape shape = inputs.head().getShape();
      return shape.get(0) * shape.get(2) * shape.get(3);
    }

    NDArray alone() {
      return network.forward(inputs);
    }
  }

  /**
   * Does all pieces, each in a thread of its own but one at a time.
   *
   * @return their results, in their order
   * @throws IOException that a piece threw; the same holds for unchecked exceptions and errors. The
   *     others are stopped then
   */
  public <R> List<R> run(List<? extends Caller<R>> works) throws IOException {
    return turns.run(works);
  }

  /**
   * Calls a network, in the thread of a piece, together with what the others call.
   *
   * @param inputs x of shape (N, C, H, W) first, then others whose first dimension is N
   */
  public NDArray call(ForwardPass network, NDList inputs) {
    return turns.ask(new Call(network, inputs));
  }

  private static List<Supplier<NDArray>> answers(List<Call> calls) {
    List<Supplier<NDArray>> answers = new ArrayList<>();
    calls.forEach(call -> answers.add(null));
    for (List<Integer> group : groups(calls)) {
      List<Supplier<NDArray>> given = together(group.stream().map(calls::get).toList());
      for (int i = 0; i < group.size(); i++) {
        answers.set(group.get(i), given.get(i));
      }
    }
    return answers;
  }

  /** Which calls are made as one, by their places; each joins the latest that it fits. */
  private static List<List<Integer>> groups(List<Call> calls) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      List<Integer> latest = null;
      for (List<Integer> group : groups) {
        latest = calls.get(group.get(0)).fits(call) ? group : latest;
      }
      if (latest == null || !Together.fitCall(pixels(calls, latest) + call.pixels())) {
        latest = new ArrayList<>();
        groups.add(latest);
      }
      latest.add(i);
    }
    return groups;
  }

  private static long pixels(List<Call> calls, List<Integer> group) {
    return group.stream().mapToLong(i -> calls.get(i).pixels()).sum();
  }

  /** One call for all; if that fails one for each, so that a bad one harms itself alone. */
  private static List<Supplier<NDArray>> together(List<Call> calls) {
    if (calls.size() > 1) {
      try {
        return split(calls, joined(calls));
      } catch (RuntimeException e) {
        return calls.stream().map(SharedCalls::alone).toList();
      }
    }
    return List.of(alone(calls.get(0)));
  }

  private static Supplier<NDArray> alone(Call call) {
    try {
      NDArray output = call.alone();
      return () -> output;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private static NDArray joined(List<Call> calls) {
    Call first = calls.get(0);
    try (NDList inputs = new NDList()) {
      for (int i = 0; i < first.inputs.size(); i++) {
        NDList parts = new NDList();
        for (Call call : calls) {
          parts.add(call.inputs.get(i));
        }
        inputs.add(NDArrays.concat(parts, 0));
      }
      return first.network.forward(inputs);
    }
  }

  /** Each call's part, owned by the manager of its own x. */
  private static List<Supplier<NDArray>> split(List<Call> calls, NDArray output) {
    List<Supplier<NDArray>> parts = new ArrayList<>();
    long from = 0;
    for (Call call : calls) {
      NDArray part = output.get(new NDIndex("{}:{}", from, from + call.images()));
      part.attach(call.inputs.head().getManager());
      parts.add(() -> part);
      from += call.images();
    }
    output.close();
    return parts;
  }
}

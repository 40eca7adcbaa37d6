package io.github.diffusionj.task;

import io.github.diffusionj.base.Progress;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a task tells the user's log. */
public final class Notes implements Progress {

  private final List<String> sentences = new ArrayList<>();

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

  /** What was told, in its order. */
  public List<String> sentences() {
    return List.copyOf(sentences);
  }
}

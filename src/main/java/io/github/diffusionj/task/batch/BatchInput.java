package io.github.diffusionj.task.batch;

import java.io.IOException;
import java.util.List;

/** What a batch works through. */
public sealed interface BatchInput permits FolderInput, StackInput {

  /**
   * All of it, in an order that is always the same.
   *
   * @return at least one
   * @throws IllegalArgumentException if there is nothing
   * @throws IOException if the folder can't be read
   */
  List<BatchItem> items(BatchOptions options) throws IOException;
}

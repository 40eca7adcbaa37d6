package io.github.diffusionj.task.batch;

import java.nio.file.Path;

/**
 * How a batch ended.
 *
 * @param done files with results that were made now
 * @param skipped files whose results were there from before
 * @param failed files without a result
 * @param manifest the file that says why
 */
public record BatchSummary(int done, int skipped, int failed, Path manifest) {

  /** One sentence. */
  public String text() {
    return "%d of %d files done%s%s; see %s."
        .formatted(
            done + skipped,
            done + skipped + failed,
            skipped == 0 ? "" : " (%d of them before)".formatted(skipped),
            failed == 0 ? "" : ", %d failed".formatted(failed),
            manifest);
  }
}

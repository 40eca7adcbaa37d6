package io.github.diffusionj.command.run;

import ij.IJ;
import ij.process.ImageProcessor;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works out previews one after the other, so that a dialog stays responsive; the latest wins. */
final class PreviewThread implements AutoCloseable {

  private final SlicePreview preview;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "DiffusionJ preview"));
  private Future<?> latest;

  PreviewThread(SlicePreview preview) {
    this.preview = preview;
  }

  /** Shows what the work returns; a request that has not begun yet is dropped. */
  void request(Callable<ImageProcessor> work) {
    drop();
    latest = executor.submit(() -> show(work));
  }

  /** Shows the image as it is. */
  void hide() {
    drop();
    latest = executor.submit(preview::hide);
  }

  private void drop() {
    if (latest != null) {
      latest.cancel(false);
    }
  }

  private void show(Callable<ImageProcessor> work) {
    try (PluginClassLoaderScope scope = PluginClassLoaderScope.enter()) {
      preview.show(work.call());
    } catch (Exception e) {
      preview.hide();
      IJ.showStatus(Failure.sentence("The preview", e));
    }
  }

  @Override
  public void close() {
    drop();
    executor.shutdown();
    preview.end();
  }
}

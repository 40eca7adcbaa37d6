package io.github.diffusionj.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.command.run.Failure;
import java.util.Optional;

/** A command with macro options on an image, without a window, as {@code run("…", "…")} does it. */
public final class MacroCall {

  private Optional<String> message = Optional.empty();
  private boolean cancelled;
  private ImagePlus result;

  private MacroCall() {}

  /**
   * Runs a command to its end.
   *
   * @param name as in plugins.config
   * @param image the active one, or null
   */
  public static MacroCall of(String name, ImagePlus image, String options)
      throws InterruptedException {
    MacroCall call = new MacroCall();
    // ImageJ takes a thread for a macro's by its name.
    Thread thread = new Thread(() -> call.run(name, image, options), "Run$_test");
    thread.start();
    thread.join();
    return call;
  }

  private void run(String name, ImagePlus image, String options) {
    String title = Diffusion_Command.title(name);
    Macro.setOptions(options);
    Interpreter.batchMode = true; // results need no window
    WindowManager.setTempCurrentImage(image);
    try {
      new CommandRun(title, Diffusion_Command.type(name)).run();
      result = WindowManager.getCurrentImage();
    } catch (CancelledException e) {
      cancelled = true;
    } catch (RuntimeException | Error e) {
      message = Optional.of(Failure.sentence(title, e));
    } finally {
      for (int id : Interpreter.getBatchModeImageIDs()) {
        Interpreter.removeBatchModeImage(Interpreter.getBatchModeImage(id));
      }
      Interpreter.batchMode = false;
      WindowManager.setTempCurrentImage(null);
      Macro.setOptions(null);
      IJ.resetEscape();
    }
  }

  /** What the user is told, if it failed. */
  public Optional<String> message() {
    return message;
  }

  /** Whether it ended quietly since the user wanted that. */
  boolean cancelled() {
    return cancelled;
  }

  /** The image that is active afterwards. */
  ImagePlus result() {
    return result;
  }
}

package io.github.diffusionj.command.run;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.engine.session.OpenModels;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What all commands of a running ImageJ share: the model that is kept open, and the wish to quit.
 *
 * <p>PyTorch is torn down when the virtual machine ends, and a call that is still under way then
 * crashes in native code. So quitting asks the commands to stop and waits until they have, but not
 * longer than a limit; none begins any more.
 */
final class CommandSession {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final CommandSession OF_IMAGEJ = ofProcess();

  private final OpenModels models = new OpenModels();
  private int running;
  private volatile boolean quitting;

  private static CommandSession ofProcess() {
    CommandSession session = new CommandSession();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> session.quit(PATIENCE), "DiffusionJ quit"));
    return session;
  }

  /** The one of the running ImageJ. */
  static CommandSession ofImageJ() {
    return OF_IMAGEJ;
  }

  /** Where commands get their models from. */
  ModelSession models() {
    return models;
  }

  /** Whether commands are to stop, since the virtual machine is to end. */
  boolean quitting() {
    return quitting;
  }

  /**
   * Runs a command, whose end quitting waits for.
   *
   * @throws CancelledException if the virtual machine is to end
   */
  void run(Runnable command) {
    begin();
    try {
      command.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (quitting) {
      throw new CancelledException();
    }
    running++;
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  /**
   * Asks the commands to stop, and waits for them.
   *
   * @param patience how long at most
   */
  synchronized void quit(Duration patience) {
    quitting = true;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (running > 0 && deadline - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nothing interrupts a shutdown hook
    }
  }
}

package io.github.diffusionj.engine;

/** Where long work tells how far it is, and asks whether it should go on. */
public interface Progress {

  /** Tells nobody, and never asks to stop. */
  Progress NONE =
      new Progress() {
        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /**
   * Says how far the work is.
   *
   * @param fraction the share that is done, 0…1
   * @param message what is being done, for a status line
   */
  void report(double fraction, String message);

  /** Whether the user asked to stop. */
  boolean cancelled();

  /**
   * Ends the work here if the user asked to stop.
   *
   * @throws CancelledException if {@link #cancelled()}
   */
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancelledException();
    }
  }
}

package io.github.diffusionj.base;

/** Where long work says how far it is, and asks whether to go on. */
public interface Progress {

  /** Reports nothing and is never cancelled. */
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
   * Tells how much is done.
   *
   * @param fraction the part that is done, 0 to 1
   * @param message what is being done, for the status bar
   */
  void report(double fraction, String message);

  /** Whether the user asked to stop. */
  boolean cancelled();

  /**
   * Tells of something that the user may want to know afterwards, such as a fall back; into the
   * log.
   *
   * @param sentence what happened
   */
  default void note(String sentence) {}

  /**
   * Stops the calling work if the user asked for it.
   *
   * @throws CancelledException if {@link #cancelled()}
   */
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancelledException();
    }
  }

  /** Progress of a part of the work, which runs from one fraction of the whole to another. */
  default Progress part(double from, double to) {
    Progress whole = this;
    return new Progress() {
      @Override
      public void report(double fraction, String message) {
        whole.report(from + fraction * (to - from), message);
      }

      @Override
      public boolean cancelled() {
        return whole.cancelled();
      }

      @Override
      public void note(String sentence) {
        whole.note(sentence);
      }
    };
  }

  /** The same with one message in place of those that the work reports. */
  default Progress saying(String message) {
    Progress whole = this;
    return new Progress() {
      @Override
      public void report(double fraction, String other) {
        whole.report(fraction, message);
      }

      @Override
      public boolean cancelled() {
        return whole.cancelled();
      }

      @Override
      public void note(String sentence) {
        whole.note(sentence);
      }
    };
  }
}

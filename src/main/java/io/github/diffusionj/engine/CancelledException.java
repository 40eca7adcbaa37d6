package io.github.diffusionj.engine;

/** The user asked to stop; there is no result, and nothing is wrong. */
public final class CancelledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public CancelledException() {
    super("Cancelled.");
  }
}

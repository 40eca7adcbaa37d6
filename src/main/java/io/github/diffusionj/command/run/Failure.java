package io.github.diffusionj.command.run;

import ij.IJ;
import io.github.diffusionj.base.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What a user is told about an exception. */
public final class Failure {

  private Failure() {}

  /**
   * One sentence about the exception. The stack trace of one that nobody foresaw goes to the log.
   *
   * @param title what failed
   */
  public static String sentence(String title, Throwable e) {
    if (e instanceof UncheckedIOException unchecked) {
      return sentence(title, unchecked.getCause());
    }
    if (e instanceof IOException io) {
      return FileTrouble.sentence(io);
    }
    if (e instanceof IllegalArgumentException refusal && e.getMessage() != null) {
      return FileTrouble.sentence(refusal);
    }
    log(e);
    if (e instanceof OutOfMemoryError) {
      return title + " needs more memory than ImageJ may use (Edit>Options>Memory & Threads...).";
    }
    if (e instanceof LinkageError) {
      return title
          + " misses a library, or finds one in a version that does not fit: "
          + FileTrouble.brief(e.toString())
          + ".";
    }
    return title
        + " failed with an error that was not foreseen: "
        + FileTrouble.brief(e.toString())
        + "; the log has the details.";
  }

  private static void log(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    if (IJ.getInstance() == null) {
      System.err.print(trace);
    } else {
      IJ.log(trace.toString());
    }
  }
}

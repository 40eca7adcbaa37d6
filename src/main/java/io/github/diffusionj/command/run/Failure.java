package io.github.diffusionj.command.run;

import ij.IJ;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

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
      return sentence(io);
    }
    if (e instanceof IllegalArgumentException && e.getMessage() != null) {
      return e.getMessage();
    }
    log(e);
    if (e instanceof OutOfMemoryError) {
      return title + " needs more memory than ImageJ may use (Edit>Options>Memory & Threads...).";
    }
    if (e instanceof LinkageError) {
      return title + " misses a library, or finds one in a version that does not fit: " + e + ".";
    }
    return title
        + " failed with an error that was not foreseen: "
        + e
        + "; the log has the details.";
  }

  private static String sentence(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "The file " + missing.getFile() + " does not exist.";
    }
    if (e instanceof AccessDeniedException denied) {
      return "The file " + denied.getFile() + " may not be read or written.";
    }
    if (e instanceof FileAlreadyExistsException existing) {
      return "The file " + existing.getFile() + " exists already.";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
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

package io.github.diffusionj.launch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;

/**
 * A standard output that sends ImageJ's error messages to the standard error.
 *
 * <p>Without a window ImageJ prints everything to the standard output: what a macro prints, but
 * also the message of {@code exit("...")} and of {@code IJ.error}, and the stack trace of a
 * plugin's exception, after which the macro even goes on. Who called tells them apart.
 */
final class MacroOutput extends PrintStream {

  /** ImageJ's two methods that print, each with the callers that report an error through it. */
  private static final Set<String> ERRORS =
      Set.of(
          "ij.IJ.showMessage < ij.IJ.error",
          "ij.IJ.showMessage < ij.macro.Functions.exit",
          "ij.IJ.log < ij.IJ.handleException",
          "ij.IJ.log < ij.Executer.run");

  private final PrintStream err;
  private boolean sawError;

  MacroOutput(OutputStream out, Charset charset, PrintStream err) {
    super(out, true, charset);
    this.err = err;
  }

  /** Whether a message went to the standard error. */
  boolean sawError() {
    return sawError;
  }

  @Override
  public void println(String text) {
    if (isError()) {
      sawError = true;
      err.println(text);
    } else {
      super.println(text);
    }
  }

  private static boolean isError() {
    List<String> callers =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .filter(name -> name.startsWith("ij."))
                        .distinct()
                        .limit(2)
                        .toList());
    return ERRORS.contains(String.join(" < ", callers));
  }
}

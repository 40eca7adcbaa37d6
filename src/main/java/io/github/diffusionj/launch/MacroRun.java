package io.github.diffusionj.launch;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.Macro_Runner;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one macro in a windowless ImageJ and says whether it ran to its end. */
final class MacroRun {

  private static final int FAILURE = 1;

  private MacroRun() {}

  /**
   * Runs a macro.
   *
   * @param macro a text file in UTF-8
   * @param argument what {@code getArgument()} returns in the macro
   * @return the exit code, 0 if the macro ran to its end or left by {@code exit()}
   */
  static int run(Path macro, String argument) {
    Charset charset = charset();
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset);
    MacroOutput out = new MacroOutput(new FileOutputStream(FileDescriptor.out), charset, err);
    System.setErr(err);
    System.setOut(out);
    try {
      String text = read(macro);
      Macro_Runner.setFilePath(macro.toAbsolutePath().toString());
      if (interpret(text, argument) && !out.sawError()) {
        return 0;
      }
      err.println("The macro " + macro + " failed.");
      return FAILURE;
    } catch (IOException e) {
      err.println(e.getMessage());
      return FAILURE;
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** A terminal's own encoding, and UTF-8 for a pipe or a file. */
  private static Charset charset() {
    Console console = System.console();
    return console == null ? StandardCharsets.UTF_8 : console.charset();
  }

  private static String read(Path macro) throws IOException {
    if (!Files.isRegularFile(macro)) {
      throw new IOException("The macro " + macro + " does not exist or is not a file.");
    }
    try {
      return Files.readString(macro);
    } catch (CharacterCodingException e) {
      throw new IOException("The macro " + macro + " is not text in UTF-8.", e);
    }
  }

  private static boolean interpret(String text, String argument) {
    IJ.runPlugIn("ij.IJ.init", ""); // the patcher's way in: reads the preferences and the menus
    Interpreter interpreter = new Interpreter();
    try {
      interpreter.run(text, argument);
      return !interpreter.wasError();
    } catch (RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        e.printStackTrace();
        return false;
      }
      return leftByExit(interpreter);
    }
  }

  /** The macro function exit() ends with the same exception as an abort, but tidies up before. */
  private static boolean leftByExit(Interpreter interpreter) {
    return !interpreter.wasError() && Interpreter.getInstance() == null;
  }
}

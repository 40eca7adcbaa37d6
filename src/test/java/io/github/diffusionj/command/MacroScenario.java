package io.github.diffusionj.command;

import ij.IJ;
import ij.ImageJ;
import java.nio.file.Files;
import java.nio.file.Path;

/** A macro that a person runs in ImageJ's window, in a virtual machine of its own. */
public final class MacroScenario {

  private MacroScenario() {}

  /**
   * Runs it and prints what it printed.
   *
   * @param args the macro and its argument
   */
  public static void main(String[] args) throws Exception {
    ImageJ.main(new String[0]);
    while (IJ.getInstance() == null || !IJ.getInstance().isVisible()) {
      Thread.sleep(50);
    }
    IJ.runMacro(Files.readString(Path.of(args[0])), args[1]);
    System.out.println(IJ.getLog());
    System.exit(0);
  }
}

package io.github.diffusionj.command.example;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import ij.plugin.frame.Editor;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Runs a macro that comes with the plugin. From the menu it is opened in the editor, too, to be
 * read and changed; called by a macro it only runs. The argument in {@code plugins.config} is the
 * name of its file without the ending.
 */
@SuppressWarnings("checkstyle:TypeName") // ImageJ only reports a missing class if it has a _
public final class Diffusion_Example implements PlugIn {

  private static final String FOLDER = "/io/github/diffusionj/examples/";
  private static final String ENDING = ".ijm";

  @Override
  public void run(String name) {
    String macro = text(name);
    if (!GraphicsEnvironment.isHeadless() && !IJ.isMacro() && Macro.getOptions() == null) {
      new Editor().create(name + ENDING, macro);
    }
    IJ.runMacro(macro);
  }

  /**
   * The text of a macro.
   *
   * @throws IllegalArgumentException if there is no such macro
   */
  static String text(String name) {
    try (InputStream in = Diffusion_Example.class.getResourceAsStream(FOLDER + name + ENDING)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no example " + name + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

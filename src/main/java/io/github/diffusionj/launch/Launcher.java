package io.github.diffusionj.launch;

import java.nio.file.Path;
import java.util.Locale;
import net.imagej.patcher.LegacyInjector;

/**
 * Starts ImageJ with the plugin.
 *
 * <p>Without arguments ImageJ opens its window. With {@code MACRO.ijm [ARG]} the macro runs without
 * a window and with {@code ARG} as what {@code getArgument()} returns; what it prints goes to the
 * standard output, errors go to the standard error, and the exit code is 0 only when the macro ran
 * to its end.
 */
public final class Launcher {

  /** The exit code for a call that is not understood. */
  static final int USAGE = 2;

  private static final String HELP =
      """
      Usage: diffusionj                   opens ImageJ with DiffusionJ
             diffusionj MACRO.ijm [ARG]   runs a macro without a window; getArgument() gives ARG""";

  private static final String SLF4J = "slf4j.internal.verbosity";

  private Launcher() {}

  /**
   * Starts ImageJ, and for a macro ends the virtual machine when the macro has ended.
   *
   * @param args nothing, or a macro's path and optionally its argument
   */
  public static void main(String[] args) {
    PluginsFolder.announce();
    quietenLogging();
    if (args.length == 0) {
      ij.ImageJ.main(args);
    } else if (args.length > 2 || isOption(args[0])) {
      System.exit(explain(args));
    } else {
      System.exit(runMacro(Path.of(args[0]), args.length == 2 ? args[1] : ""));
    }
  }

  /** Without a logging back end SLF4J would start every run with a warning about just that. */
  private static void quietenLogging() {
    if (System.getProperty(SLF4J) == null) {
      System.setProperty(SLF4J, "ERROR");
    }
  }

  private static boolean isOption(String arg) {
    return arg.startsWith("-");
  }

  private static int explain(String[] args) {
    String first = args[0].toLowerCase(Locale.ROOT);
    boolean asked = first.equals("-h") || first.equals("--help");
    (asked ? System.out : System.err).println(HELP);
    return asked ? 0 : USAGE;
  }

  private static int runMacro(Path macro, String argument) {
    System.setProperty("java.awt.headless", "true");
    // Before the first class of ImageJ is loaded. LegacyInjector.preinit() would not do: it puts
    // the thread's class loader in the place of ImageJ's own for plugins.
    new LegacyInjector().injectHooks(Launcher.class.getClassLoader(), true);
    return MacroRun.run(macro, argument);
  }
}

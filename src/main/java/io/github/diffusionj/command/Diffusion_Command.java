package io.github.diffusionj.command;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.command.base.EnginePreferences;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.command.run.Failure;
import io.github.diffusionj.command.run.PluginClassLoaderScope;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What ImageJ's menu runs. The argument in {@code plugins.config} names the command: {@code noise}
 * is {@link NoiseCommand}, and {@code analysis.round_trip} the class {@code RoundTripCommand} in
 * the package {@code analysis} below this one.
 */
@SuppressWarnings("checkstyle:TypeName") // ImageJ only reports a missing class if it has a _
public final class Diffusion_Command implements PlugIn {

  @Override
  public void run(String name) {
    String title = title(name);
    attempt(name, title).ifPresent(message -> IJ.error(title, message));
  }

  private static Optional<String> attempt(String name, String title) {
    try (PluginClassLoaderScope scope = PluginClassLoaderScope.enter()) {
      EnginePreferences.applyOnce();
      new CommandRun(title, type(name)).run();
      return Optional.empty();
    } catch (CancelledException e) {
      IJ.showStatus(title + " was cancelled.");
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      if (Macro.MACRO_CANCELED.equals(e.getMessage()) || e instanceof ThreadDeath) {
        throw e;
      }
      return Optional.of(Failure.sentence(title, e));
    }
  }

  /**
   * The class of a command.
   *
   * @throws IllegalArgumentException if there is no such command
   */
  public static Class<? extends DiffusionCommand> type(String name) {
    String root = Diffusion_Command.class.getPackageName() + ".";
    String className = root + name.substring(0, start(name)) + words(name, "") + "Command";
    try {
      return Class.forName(className).asSubclass(DiffusionCommand.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("There is no command " + name + ".", e);
    }
  }

  /** The name in messages: {@code schedule_plot} is Diffusion Schedule Plot. */
  public static String title(String name) {
    return "Diffusion " + words(name, " ");
  }

  /** Where the command's own name starts, after that of its package. */
  private static int start(String name) {
    return name.lastIndexOf('.') + 1;
  }

  private static String words(String name, String separator) {
    return Arrays.stream(name.substring(start(name)).split("_"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining(separator));
  }
}

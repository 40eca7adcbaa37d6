package io.github.diffusionj.command.run;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.session.ModelSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.scijava.command.Command;

/**
 * A command of the plugin. Its {@code @Parameter} fields say what may be set; dialog, macro options
 * and recording follow from them.
 *
 * <p>Fields are Strings, booleans, ints, longs, doubles or their boxed types; the initial value of
 * the field is the default. An input of type {@code ImagePlus} is the active image. Outputs of type
 * {@code ImagePlus} and {@code ResultsTable} are shown when the command has run.
 */
public abstract class DiffusionCommand implements Command {

  private final CommandSession session = CommandSession.ofImageJ();
  private ModelSession models = session.models();

  /**
   * Does the work and sets the outputs.
   *
   * @param progress to be told how far the work is, and asked whether to go on
   * @throws IllegalArgumentException if a parameter does not fit; the message is a sentence for the
   *     user
   * @throws IOException if a file cannot be read or written
   */
  protected abstract void execute(Progress progress) throws IOException;

  /**
   * Where this command gets its model from: what all commands of the running ImageJ share, unless
   * it runs as a part of something else.
   */
  protected final ModelSession models() {
    return models;
  }

  /**
   * The keys that come first in dialogs and messages; the others follow in their declared order, in
   * which those of a superclass precede.
   */
  protected List<String> firstKeys() {
    return List.of();
  }

  /** The keys that come last, as {@link #firstKeys()} come first. */
  protected List<String> lastKeys() {
    return List.of();
  }

  /**
   * The inputs of a superclass, by the names of their fields, that this command does not have: no
   * dialog and no macro sets them, and a script need not.
   */
  protected Set<String> absent() {
    return Set.of();
  }

  /**
   * What a text parameter may be, mostly the labels of an enum. What is declared in the annotation
   * takes precedence.
   *
   * @param key the parameter's key
   * @return the choices; empty if any text will do
   */
  protected List<String> choices(String key) {
    return List.of();
  }

  /** What a dialog offers for a text parameter that takes other values, too. */
  protected List<String> suggestions(String key) {
    return List.of();
  }

  /**
   * The parts of a long dialog: its heading by the key of the first parameter of each part. With
   * headings, short fields stand two in a row.
   */
  protected Map<String, String> headings() {
    return Map.of();
  }

  /** Called after a run whose inputs came from the dialog, and that did not fail. */
  protected void afterDialog() {}

  /** The value of a whole number that may be left empty. */
  protected static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** The value of a number that may be left empty. */
  protected static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public final void run() {
    session.run(this::runWithProgress);
  }

  private void runWithProgress() {
    try (ImageJProgress progress = new ImageJProgress(session)) {
      run(session.models(), progress);
    }
  }

  /** Runs as a part of something else, which has open models and a progress of its own. */
  final void run(ModelSession shared, Progress progress) {
    models = shared;
    try (PluginClassLoaderScope scope = PluginClassLoaderScope.enter()) {
      execute(progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

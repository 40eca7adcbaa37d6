package io.github.diffusionj.command.run;

import ij.ImagePlus;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Gives an input that a script leaves out its declared default, as in macros. Otherwise SciJava
 * would take the value of the last run, the least allowed one for a number that may be empty, or
 * ask for it in a dialog of its own. Nor does it ask for an input that the command does not have.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.EXTREMELY_HIGH)
public final class DeclaredDefaults extends AbstractPreprocessorPlugin {

  @Override
  public void process(Module module) {
    if (!(module.getDelegateObject() instanceof DiffusionCommand command)) {
      return;
    }
    for (ModuleItem<?> item : module.getInfo().inputs()) {
      boolean absent = command.absent().contains(item.getName());
      boolean missing = item.isRequired() && item.getDefaultValue() == null;
      if (absent || (item.getType() != ImagePlus.class && !missing)) {
        module.resolveInput(item.getName());
      }
    }
  }
}

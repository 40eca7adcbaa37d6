package io.github.diffusionj.command.run;

import io.github.diffusionj.command.parameter.CommandSpec;
import io.github.diffusionj.command.parameter.ParameterSpec;

/** The text behind a dialog's Help button: each parameter with its key, meaning and limits. */
final class HelpText {

  private HelpText() {}

  /** The help as HTML. */
  static String of(CommandSpec spec) {
    StringBuilder html = new StringBuilder("<html><h3>" + escape(spec.title()) + "</h3><dl>");
    for (ParameterSpec parameter : spec.parameters()) {
      html.append("<dt><b>").append(escape(parameter.label())).append("</b> &nbsp; <tt>");
      html.append(parameter.key()).append("</tt></dt><dd>");
      html.append(escape(parameter.description())).append("</dd>");
    }
    return html.append("</dl></html>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

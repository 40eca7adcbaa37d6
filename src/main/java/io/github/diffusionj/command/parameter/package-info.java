/**
 * What a command's parameters are, read from its SciJava module, and the option strings of macros.
 *
 * <p>The {@code @Parameter} fields of a command are the one place that says a parameter's type,
 * default, limits, choices and description. Everything here is derived from them, and needs neither
 * ImageJ nor a window.
 */
package io.github.diffusionj.command.parameter;

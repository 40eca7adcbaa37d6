/**
 * Starting ImageJ with the plugin: with its window, or without one for a single macro.
 *
 * <p>The classes here are all that the application's class path needs beside ImageJ itself. The
 * plugin is then found in {@code plugins/} by ImageJ's own class loader, exactly as in an ImageJ or
 * Fiji that somebody installed it into.
 */
package io.github.diffusionj.launch;

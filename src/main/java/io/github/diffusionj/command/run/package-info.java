/**
 * How a command runs in ImageJ: its inputs from a macro, a dialog or the active image; progress and
 * Esc; its results on the screen; its errors as one sentence.
 */
package io.github.diffusionj.command.run;

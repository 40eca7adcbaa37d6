/**
 * The commands of the menu Plugins&gt;DiffusionJ: their parameters, and how their results are
 * shown.
 */
package io.github.diffusionj.command;

/** Macros that come with the plugin, in the menu Examples. */
package io.github.diffusionj.command.example;

/** What commands with a model or an image have in common. */
package io.github.diffusionj.command.base;

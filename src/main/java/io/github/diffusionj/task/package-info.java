/**
 * One package per use case, one class for each. No user interface: options in, results out. What
 * they share is here.
 */
package io.github.diffusionj.task;

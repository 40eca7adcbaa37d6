/**
 * Putting models into a folder of models and taking them out again: complete or not at all, and
 * with no trust in what a zip says.
 */
package io.github.diffusionj.model.install;

/** The classifier of noised images that a model may have beside its network. */
package io.github.diffusionj.model.classifier;

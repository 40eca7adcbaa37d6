/** Classifiers of noisy images, which guide sampling. */
package io.github.diffusionj.engine.classifier;

/** Weights while they are trained: how they begin, the step of Adam, the running average. */
package io.github.diffusionj.engine.training.weights;

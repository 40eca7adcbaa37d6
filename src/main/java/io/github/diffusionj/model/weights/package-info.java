/** Weights on disk: safetensors files, checked in full before anything in them is believed. */
package io.github.diffusionj.model.weights;

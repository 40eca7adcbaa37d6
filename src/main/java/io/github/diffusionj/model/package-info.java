/**
 * Models on disk, in the layout of Hugging Face diffusers: configuration, weights, scheduler. All
 * of it is untrusted input.
 */
package io.github.diffusionj.model;

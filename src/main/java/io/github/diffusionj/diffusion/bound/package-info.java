/**
 * The variational bound on the log-likelihood of an image: the divergence of normal distributions,
 * the exact normal distribution function, the discretised decoder, and what the terms are made of.
 */
package io.github.diffusionj.diffusion.bound;

/** What training minimises: the weights of the loss at each t. */
package io.github.diffusionj.diffusion.objective;

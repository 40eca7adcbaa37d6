/** What every architecture says of itself, whatever it is. */
package io.github.diffusionj.model.network;

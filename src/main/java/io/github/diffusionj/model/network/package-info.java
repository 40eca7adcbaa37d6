/** What every kind of network says of itself, and what of it holds for all kinds. */
package io.github.diffusionj.model.network;

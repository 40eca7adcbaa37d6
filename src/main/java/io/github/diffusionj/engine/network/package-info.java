/** A network on a device, and sampling with it. */
package io.github.diffusionj.engine.network;

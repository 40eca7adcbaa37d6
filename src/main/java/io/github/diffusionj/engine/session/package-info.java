/** Models that are open: configuration, schedule and network on a device. */
package io.github.diffusionj.engine.session;

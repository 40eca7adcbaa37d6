/** diffusers' scheduler classes: their names, defaults and options, as samplers. */
package io.github.diffusionj.model.scheduler;

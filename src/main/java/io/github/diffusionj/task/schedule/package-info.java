/** The choice of a noise schedule, and its plots. */
package io.github.diffusionj.task.schedule;

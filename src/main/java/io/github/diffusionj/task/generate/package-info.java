/** The reverse process from noise. */
package io.github.diffusionj.task.generate;

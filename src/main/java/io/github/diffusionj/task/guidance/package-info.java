/** The class that is to be generated, and how strongly. */
package io.github.diffusionj.task.guidance;

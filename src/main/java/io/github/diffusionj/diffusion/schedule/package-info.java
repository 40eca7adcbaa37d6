/** How much noise there is at each t: schedules, their curves, and the forward process. */
package io.github.diffusionj.diffusion.schedule;

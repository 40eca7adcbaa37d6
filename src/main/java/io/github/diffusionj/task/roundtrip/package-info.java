/** Images noised to some t and denoised again, and how much of them came back. */
package io.github.diffusionj.task.roundtrip;

/** The planes of results: where each lies, and its pixels. */
package io.github.diffusionj.image.result.plane;

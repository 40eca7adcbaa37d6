/** Where pixels lie: the seam between images and memory, files or chunks. */
package io.github.diffusionj.image.plane;

/** Large images: a network's prediction put together from overlapping windows. */
package io.github.diffusionj.engine.tiling;

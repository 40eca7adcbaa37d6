/** New images: pixels, labels, looks and properties of results. */
package io.github.diffusionj.image.result;

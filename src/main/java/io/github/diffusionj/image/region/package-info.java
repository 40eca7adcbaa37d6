/** Which pixels of an image are meant: by selections, overlays or masks, slice by slice. */
package io.github.diffusionj.image.region;

/** Images as models see them: items of planes, padded to sizes that a network takes. */
package io.github.diffusionj.image.source;

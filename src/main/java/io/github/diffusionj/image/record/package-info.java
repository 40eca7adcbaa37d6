/** What a result remembers about how it was made. */
package io.github.diffusionj.image.record;

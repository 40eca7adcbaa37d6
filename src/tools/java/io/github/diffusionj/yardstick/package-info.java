/**
 * How good a model is: how its samples are distributed beside held-out data, whether they are
 * copies, and how well it denoises. {@code mvn -q -Pyardstick}; see {@link
 * io.github.diffusionj.yardstick.Yardstick}.
 */
package io.github.diffusionj.yardstick;

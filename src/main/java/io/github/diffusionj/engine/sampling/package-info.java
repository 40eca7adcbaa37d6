/** The reverse process by a network: shapes, requests, steps, known pixels. */
package io.github.diffusionj.engine.sampling;

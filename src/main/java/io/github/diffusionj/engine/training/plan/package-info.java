/** What a training is to do, how long it takes, and how its loss went. */
package io.github.diffusionj.engine.training.plan;

/** What steers a network towards a class while it samples. */
package io.github.diffusionj.engine.guidance;

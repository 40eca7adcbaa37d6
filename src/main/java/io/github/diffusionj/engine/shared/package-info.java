/** Network calls that several pieces of work make together. */
package io.github.diffusionj.engine.shared;

/**
 * The ground that everything stands on: checks, labelled choices, progress and cancellation, files
 * written whole or not at all. Nothing but the JDK.
 */
package io.github.diffusionj.base;

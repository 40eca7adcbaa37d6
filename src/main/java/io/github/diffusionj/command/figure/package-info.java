/** Results as ImageJ's plots and tables. */
package io.github.diffusionj.command.figure;

package io.github.diffusionj.model.script;

/**
 * A variable of the script of shape (N, channels, h, w).
 *
 * @param variable its name
 * @param channels its second size
 */
public record Feature(String variable, int channels) {}

package io.github.diffusionj.image;

import io.github.diffusionj.image.record.Provenance;

/** The pixel type of a result. */
public enum OutputType {
  /** Float32: nothing is rounded and nothing is clipped. */
  FLOAT32,
  /**
   * The type the data had before DiffusionJ changed it: what the source's {@link Provenance}
   * records, else the type of the source itself. Values are rounded half up and clipped to the
   * type's range.
   */
  SOURCE
}

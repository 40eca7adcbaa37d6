package io.github.diffusionj.image.record;

import io.github.diffusionj.image.pixel.PixelType;
import java.util.Locale;

/** What a result remembers, each in an image property of its own. */
public enum ProvenanceKey {
  /** The command that made the image. */
  COMMAND,
  /** The model's name. */
  MODEL,
  /** Hash of the model's weights. */
  MODEL_HASH,
  /** The noise schedule in a few words, to tell whether another one is the same. */
  SCHEDULE,
  /** The timestep of the image, 0…T; a whole number. */
  T,
  /** The sampler. */
  SAMPLER,
  /** The number of sampling steps, at least 1. */
  STEPS,
  /** How timesteps were spaced. */
  SPACING,
  /** DDIM's η. */
  ETA,
  /** The seed; a whole number. */
  SEED,
  /** The noise that a restored image had, in grey levels. */
  NOISE,
  /** The number of samples that were drawn, or that a restored image is the mean of. */
  SAMPLES,
  /** How a selection was filled. */
  METHOD,
  /** How many steps filling went back up, again and again. */
  JUMP,
  /** How often each stretch of that many steps was sampled. */
  RESAMPLINGS,
  /** The width in pixels over which the original passes into what was filled in. */
  FEATHER,
  /** The class that was asked for. */
  CLASS,
  /** The guidance scale. */
  GUIDANCE,
  /** What steered towards the class. */
  GUIDANCE_BY,
  /** The pixel value that was −1 for the model; one for each channel where they differ. */
  LOW,
  /** The pixel value that was +1 for the model; as many. */
  HIGH,
  /** The width in pixels of the windows that a large image was cut into for the network. */
  WINDOW,
  /** The {@link PixelType} of the data before DiffusionJ changed it. */
  SOURCE_TYPE,
  /** The data's calibration function, which 32-bit images cannot have. */
  VALUE_CALIBRATION,
  /** The {@link PixelType} that the image itself had when this was recorded. */
  PIXEL_TYPE,
  /** DiffusionJ's version. */
  VERSION;

  /** What the property names begin with. */
  public static final String PREFIX = "diffusionj.";

  /** The name of the image property, such as {@code diffusionj.model_hash}. */
  public String property() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }
}

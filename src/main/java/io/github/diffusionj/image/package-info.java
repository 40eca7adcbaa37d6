/**
 * Between ImageJ's images and the arrays of a diffusion model.
 *
 * <p>{@link io.github.diffusionj.image.source.ImageItems} cuts an image into what a model sees at
 * once, {@link io.github.diffusionj.image.range.RangeChoice} decides how grey values map to the
 * model's [−1, 1], {@link io.github.diffusionj.image.result.ResultImage} and {@link
 * io.github.diffusionj.image.result.Trajectory} build a new image that looks like the source, and
 * {@link io.github.diffusionj.image.record.Provenance} is what a result remembers about how it was
 * made.
 *
 * <p>Everywhere in this package:
 *
 * <ul>
 *   <li>The source image is only read: its pixels, current slice, selection and undo buffer stay as
 *       they are. A virtual stack is read plane by plane.
 *   <li>Values are <em>stored</em> pixel values. An image with a calibration function (signed
 *       16-bit, optical density) goes in and comes out as stored values, and the function is
 *       carried over.
 *   <li>Planes are {@code float[]} in C, H, W order; items are counted from 0, ImageJ's slices from
 *       1.
 * </ul>
 */
package io.github.diffusionj.image;

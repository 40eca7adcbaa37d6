/** How alike two images are: PSNR, SSIM and correlation, of arrays in C, H, W order. */
package io.github.diffusionj.image.quality;

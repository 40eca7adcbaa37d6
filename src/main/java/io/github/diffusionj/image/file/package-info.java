/** Image files: opened without a window or a message box, written whole or not at all. */
package io.github.diffusionj.image.file;

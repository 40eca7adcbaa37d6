package io.github.diffusionj.image.file;

import ij.io.FileInfo;

/** Where the pixels of an uncompressed TIFF end. */
final class TiffEnd {

  private TiffEnd() {}

  /** How many bytes the file must have at least. */
  static long of(FileInfo info) {
    long bytes = lineBytes(info) * info.height;
    if (info.nImages <= 1 && info.stripLengths != null && info.stripLengths.length > 1) {
      return lastStrip(info, bytes);
    }
    return info.getOffset()
        + bytes * Math.max(1, info.nImages)
        + info.getGap() * Math.max(0, info.nImages - 1);
  }

  /** A line begins with a byte of its own. */
  private static long lineBytes(FileInfo info) {
    int bits =
        switch (info.fileType) {
          case FileInfo.BITMAP -> 1;
          case FileInfo.GRAY10_UNSIGNED -> 10;
          case FileInfo.GRAY12_UNSIGNED -> 12;
          case FileInfo.GRAY24_UNSIGNED -> 24;
          default -> Byte.SIZE * info.getBytesPerPixel();
        };
    return ((long) info.width * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Some writers count the last strip as long as the others, though the image ends before. */
  private static long lastStrip(FileInfo info, long bytes) {
    int strips = Math.min(info.stripOffsets.length, info.stripLengths.length);
    long left = bytes;
    long end = 0;
    for (int i = 0; i < strips; i++) {
      long length = Math.min(left, Integer.toUnsignedLong(info.stripLengths[i]));
      end = Math.max(end, Integer.toUnsignedLong(info.stripOffsets[i]) + length);
      left -= length;
    }
    return end;
  }
}

package io.github.diffusionj.image.file;

import ij.io.FileInfo;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.plane.FilePlanes.Layout;
import io.github.diffusionj.image.plane.PixelBytes;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the slices of an uncompressed TIFF stack begin. */
final class TiffLayout {

  private TiffLayout() {}

  /**
   * Looks at what a TIFF says of its images.
   *
   * @return empty if these are not several slices of one size and type, each in one piece
   */
  static Optional<Layout> of(FileInfo[] parts) {
    boolean plain = Arrays.stream(parts).allMatch(part -> isPlain(part) && isLike(part, parts[0]));
    return plain && slices(parts) > 1
        ? type(parts[0]).map(type -> layout(parts, type))
        : Optional.empty();
  }

  /** ImageJ has one directory for a stack, others have one for each slice. */
  static int slices(FileInfo[] parts) {
    return parts.length > 1 ? parts.length : parts[0].nImages;
  }

  /** Whether ImageJ opens it as a stack of its own, which it does where nothing lies between. */
  static boolean isStackOfImageJ(FileInfo[] parts) {
    long size = (long) parts[0].width * parts[0].height * parts[0].getBytesPerPixel();
    long first = parts[0].getOffset();
    return parts.length == 1
        || IntStream.range(1, parts.length).allMatch(i -> parts[i].getOffset() == first + i * size);
  }

  private static boolean isLike(FileInfo part, FileInfo first) {
    return part.width == first.width
        && part.height == first.height
        && part.fileType == first.fileType
        && part.intelByteOrder == first.intelByteOrder;
  }

  private static boolean isPlain(FileInfo part) {
    boolean grey = part.fileType != FileInfo.RGB;
    return part.compression <= FileInfo.COMPRESSION_NONE
        && part.samplesPerPixel == (grey ? 1 : 3)
        && isOnePiece(part);
  }

  /** Strips that follow each other, from the first one on. */
  private static boolean isOnePiece(FileInfo part) {
    if (part.stripOffsets == null || part.stripOffsets.length < 2) {
      return true;
    }
    long next = part.getOffset();
    for (int i = 0; i < part.stripOffsets.length; i++) {
      if (Integer.toUnsignedLong(part.stripOffsets[i]) != next) {
        return false;
      }
      next += Integer.toUnsignedLong(part.stripLengths[i]);
    }
    return true;
  }

  private static Optional<PixelType> type(FileInfo info) {
    return switch (info.fileType) {
      case FileInfo.GRAY8, FileInfo.COLOR8 -> Optional.of(PixelType.GREY8);
      case FileInfo.GRAY16_UNSIGNED -> Optional.of(PixelType.GREY16);
      case FileInfo.GRAY32_FLOAT -> Optional.of(PixelType.FLOAT32);
      case FileInfo.RGB -> Optional.of(PixelType.RGB);
      default -> Optional.empty();
    };
  }

  private static Layout layout(FileInfo[] parts, PixelType type) {
    FileInfo first = parts[0];
    ByteOrder order = first.intelByteOrder ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    PixelBytes form = new PixelBytes(type, order);
    if (parts.length > 1) {
      return new Layout(slice -> parts[slice].getOffset(), form);
    }
    long step = (long) first.width * first.height * form.bytes() + first.getGap();
    return new Layout(slice -> first.getOffset() + slice * step, form);
  }
}

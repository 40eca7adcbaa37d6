package io.github.diffusionj.model.install;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The directory at a zip's end, for the one thing that Java's own reader does not tell: what kind
 * of thing an entry is (PKWARE's APPNOTE.TXT, sections 4.3.12 to 4.3.16).
 */
final class ZipDirectory {

  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_LENGTH = 20;
  private static final int END_64_LENGTH = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final long LARGEST = 64_000_000;

  /** The upper bits of a Unix mode, at the top of the attributes: 0 if another system wrote it. */
  private static final Set<Integer> FILE_OR_FOLDER = Set.of(0, 4, 8);

  private ZipDirectory() {}

  /**
   * The names of the entries that are neither files nor folders: links, devices and the like.
   *
   * @param zip a file that Java's own reader has opened
   */
  static Set<String> special(Path zip) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      return special(directory(file));
    }
  }

  private static ByteBuffer directory(RandomAccessFile file) throws IOException {
    long from = Math.max(0, file.length() - END_LENGTH - LONGEST_COMMENT);
    ByteBuffer tail = read(file, from, file.length() - from);
    int end = tail.limit() - END_LENGTH;
    while (end >= 0 && tail.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw new IOException("its directory is missing");
    }
    int locator = end - LOCATOR_64_LENGTH;
    if (locator >= 0 && tail.getInt(locator) == LOCATOR_64) {
      long position = tail.getLong(locator + 8);
      long size = read(file, position, END_64_LENGTH).getLong(40);
      return read(file, position - size, size);
    }
    long size = Integer.toUnsignedLong(tail.getInt(end + 12));
    return read(file, from + end - size, size);
  }

  private static ByteBuffer read(RandomAccessFile file, long position, long length)
      throws IOException {
    if (position < 0 || length < 0 || length > LARGEST || position > file.length() - length) {
      throw new IOException("its directory is damaged");
    }
    byte[] bytes = new byte[(int) length];
    file.seek(position);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Set<String> special(ByteBuffer directory) throws IOException {
    Set<String> names = new HashSet<>();
    int at = 0;
    while (at < directory.limit()) {
      if (at + ENTRY_LENGTH > directory.limit() || directory.getInt(at) != ENTRY) {
        throw new IOException("its directory is damaged");
      }
      int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
      int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
      int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
      int next = at + ENTRY_LENGTH + nameLength + extraLength + commentLength;
      if (next > directory.limit()) {
        throw new IOException("its directory is damaged");
      }
      if (!FILE_OR_FOLDER.contains(directory.getInt(at + 38) >>> 28)) {
        names.add(
            new String(directory.array(), at + ENTRY_LENGTH, nameLength, StandardCharsets.UTF_8));
      }
      at = next;
    }
    return names;
  }
}

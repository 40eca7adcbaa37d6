package io.github.diffusionj.model.weights;

import io.github.diffusionj.base.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes of weights. */
final class WeightHash {

  private static final int DIGITS = 16;
  private static final int CHUNK = 1 << 18;

  private WeightHash() {}

  /** The first digits of the SHA-256 of the files' bytes, one file after the other. */
  static String of(List<FileState> files) throws IOException {
    MessageDigest digest = sha256();
    for (FileState state : files) {
      FileTrouble.reading(state.file(), file -> update(digest, file));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest update(MessageDigest digest, Path file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
    return digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}

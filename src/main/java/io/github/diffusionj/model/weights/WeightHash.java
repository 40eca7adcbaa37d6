package io.github.diffusionj.model.weights;

import io.github.diffusionj.base.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hashes of weights; those of files that have not changed since are remembered. */
final class WeightHash {

  private static final int DIGITS = 16;
  private static final int CHUNK = 1 << 18;
  private static final int MOST_KNOWN = 64;

  private static final Map<List<FileState>, String> KNOWN =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<FileState>, String> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private WeightHash() {}

  /** The first digits of the SHA-256 of the files' bytes, one file after the other. */
  static String of(List<FileState> files) throws IOException {
    synchronized (KNOWN) {
      if (KNOWN.containsKey(files)) {
        return KNOWN.get(files);
      }
    }
    String hash = digest(files);
    synchronized (KNOWN) {
      KNOWN.put(files, hash);
    }
    return hash;
  }

  private static String digest(List<FileState> files) throws IOException {
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

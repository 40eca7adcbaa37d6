package io.github.diffusionj.model.script;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A TorchScript file that somebody else wrote, looked at before the engine gets it: that it is a
 * whole zip with code and pickles that are as they were written. This finds files that are damaged
 * or of another kind, not those that mean harm.
 */
public final class ScriptFile {

  /** How such a network is called. */
  public static final String SIGNATURE =
      "forward(x: Tensor[N,C,H,W] float32, t: Tensor[N] float32[, y: Tensor[N] int64]) ->"
          + " Tensor[N,C',H,W]";

  /** Code and pickles together may be this large when unpacked; the weights are not counted. */
  private static final long LARGEST_CODE = 256_000_000;

  private static final int BUFFER = 65_536;

  private final Path file;

  private ScriptFile(Path file) {
    this.file = file;
  }

  /**
   * Checks a file.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  public static void check(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing.");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      new ScriptFile(file).check(zip);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new IOException(
          "%s is no TorchScript file, or not a whole one: it can't be read as a zip (%s)."
              .formatted(file, e.getMessage() == null ? "it ends early" : e.getMessage()),
          e);
    }
  }

  private void check(ZipFile zip) throws IOException {
    List<? extends ZipEntry> entries = zip.stream().toList();
    if (!has(entries, "data.pkl")) {
      throw refusal("it has no data.pkl");
    }
    if (!has(entries, "constants.pkl") || entries.stream().noneMatch(ScriptFile::isCode)) {
      throw refusal("it holds no code, only what torch.save wrote; use torch.jit.trace and .save");
    }
    long left = LARGEST_CODE;
    for (ZipEntry entry : entries) {
      if (!isTensor(entry)) {
        left -= read(zip, entry, left);
      }
    }
  }

  private static boolean has(List<? extends ZipEntry> entries, String name) {
    return entries.stream().anyMatch(entry -> inner(entry).equals(name));
  }

  private static boolean isCode(ZipEntry entry) {
    return inner(entry).startsWith("code/") && entry.getName().endsWith(".py");
  }

  private static boolean isTensor(ZipEntry entry) {
    return inner(entry).startsWith("data/") || inner(entry).startsWith("constants/");
  }

  /** The name without the folder that everything is in. */
  private static String inner(ZipEntry entry) {
    return entry.getName().substring(entry.getName().indexOf('/') + 1);
  }

  /** Reads an entry to the end, which checks its sum, and says how long it is. */
  private long read(ZipFile zip, ZipEntry entry, long most) throws IOException {
    CRC32 sum = new CRC32();
    long length = 0;
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        length += count;
        if (length > most) {
          throw refusal("its code is larger than %d bytes".formatted(LARGEST_CODE));
        }
      }
    }
    if (entry.getCrc() != sum.getValue()) {
      throw refusal("its entry %s is damaged".formatted(entry.getName()));
    }
    return length;
  }

  private IOException refusal(String reason) {
    return new IOException("%s is no TorchScript file: %s.".formatted(file, reason));
  }
}

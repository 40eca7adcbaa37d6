package io.github.diffusionj.model.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a zip of uncompressed entries {@code NAME/data.pkl}, {@code
 * NAME/code/__torch__.py}, {@code NAME/constants.pkl} and {@code NAME/version}. The pickle is an
 * instance of the script's class with an empty list of weights.
 */
public final class ScriptArchive {

  private static final String FORMAT_VERSION = "3\n";

  private ScriptArchive() {}

  /** Writes the archive for a script to a file named {@code NAME.pt}. */
  public static void write(NetworkScript script, Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.pt$", "");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, name + "/data.pkl", instancePickle());
      store(zip, name + "/code/__torch__.py", script.code().getBytes(StandardCharsets.UTF_8));
      store(zip, name + "/constants.pkl", emptyTuplePickle());
      store(zip, name + "/version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle protocol 2 of {@code Network()} with the state {training: False, w: List[Tensor]()}. */
  private static byte[] instancePickle() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    protocol(out);
    global(out, "__torch__", NetworkScript.CLASS_NAME);
    out.write(')'); // EMPTY_TUPLE
    out.write(0x81); // NEWOBJ
    out.write('}'); // EMPTY_DICT
    out.write('('); // MARK
    unicode(out, "training");
    out.write(0x89); // NEWFALSE
    unicode(out, "w");
    global(out, "torch.jit._pickle", "restore_type_tag");
    out.write('('); // MARK
    out.write(']'); // EMPTY_LIST
    unicode(out, "List[Tensor]");
    out.write('t'); // TUPLE
    out.write('R'); // REDUCE
    out.write('u'); // SETITEMS
    out.write('b'); // BUILD
    out.write('.'); // STOP
    return out.toByteArray();
  }

  private static byte[] emptyTuplePickle() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    protocol(out);
    out.write(')'); // EMPTY_TUPLE
    out.write('.'); // STOP
    return out.toByteArray();
  }

  private static void protocol(ByteArrayOutputStream out) {
    out.write(0x80); // PROTO
    out.write(2);
  }

  private static void global(ByteArrayOutputStream out, String module, String name) {
    out.write('c'); // GLOBAL
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void unicode(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X'); // BINUNICODE, with a little-endian length of four bytes
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(bytes.length >>> shift);
    }
    out.writeBytes(bytes);
  }
}

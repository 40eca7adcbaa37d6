package io.github.diffusionj.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways in which a file may be damaged, by accident or on purpose. */
enum Mutation {
  /** Any bytes changed. */
  BYTES {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      byte[] mutated = bytes.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        mutated[random.nextInt(text(bytes))] = (byte) random.nextInt(256);
      }
      return mutated;
    }
  },
  /** Characters changed into others of JSON's syntax. */
  SYNTAX {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      byte[] mutated = bytes.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        mutated[random.nextInt(text(bytes))] = SYNTAX_BYTES[random.nextInt(SYNTAX_BYTES.length)];
      }
      return mutated;
    }
  },
  /** The end cut off. */
  CUT {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  /** A piece left out. */
  GAP {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(text(bytes));
      int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
      return spliced(bytes, from, to, new byte[0]);
    }
  },
  /** A piece there twice. */
  REPEAT {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(text(bytes));
      int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
      return spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
    }
  },
  /** A number, a text or a word replaced by another value, perhaps by an absurd one. */
  VALUE {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      String text = new String(bytes, 0, text(bytes), StandardCharsets.ISO_8859_1);
      List<MatchResult> values = TOKEN.matcher(text).results().toList();
      if (values.isEmpty()) {
        return new byte[0];
      }
      MatchResult value = values.get(random.nextInt(values.size()));
      byte[] other = VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8);
      return spliced(bytes, value.start(), value.end(), other);
    }
  };

  private static final byte[] SYNTAX_BYTES =
      "{}[]\",:0123456789-.eE\\ntf\u0000".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern TOKEN =
      Pattern.compile("(?<=[\\[:,]) ?(-?\\d[\\d.eE+-]*|\"[^\"]*\"|true|false|null)");

  private static final List<String> VALUES = hostileValues();

  private static List<String> hostileValues() {
    List<String> values =
        new ArrayList<>(
            List.of(
                "0 -1 1 2 3 7 65537 2147483648 9223372036854775807 99999999999999999999 0.5 1e999"
                    .split(" ")));
    values.addAll(List.of("-0.0", "1e-400", "1E+2", "NaN", "-Infinity", "Infinity", "0x10"));
    values.addAll(List.of("null", "true", "\"\"", "[]", "{}", "[null]", "\"../x\"", "\"\\u0000\""));
    values.addAll(List.of("\"\\ud800\"", "\"%s%n\"", "\"C:\\\\x\"", "'a'", "/* */ 1", "\"F64\""));
    values.add("9".repeat(20_000));
    values.add("[".repeat(5000) + "]".repeat(5000));
    values.add("{\"a\":".repeat(5000) + "1" + "}".repeat(5000));
    values.add("\"" + "x".repeat(20_000) + "\"");
    values.add("[" + "0,".repeat(5000) + "0]");
    return values;
  }

  /** A damaged copy. */
  abstract byte[] of(byte[] bytes, SplittableRandom random);

  /** How much of a file is text: of a safetensors file its header. */
  private static int text(byte[] bytes) {
    if (bytes[0] == '{') {
      return bytes.length;
    }
    return Long.BYTES + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A safetensors file gets the length of its new header, so that the header is looked at. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] result = new byte[bytes.length - (to - from) + piece.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(piece, 0, result, from, piece.length);
    System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
    if (bytes[0] != '{' && from >= Long.BYTES && to <= text(bytes)) {
      ByteBuffer.wrap(result)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(text(bytes) - Long.BYTES + result.length - bytes.length);
    }
    return result;
  }
}

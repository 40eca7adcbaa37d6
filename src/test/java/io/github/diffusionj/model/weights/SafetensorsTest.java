package io.github.diffusionj.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as a stranger might give them. */
class SafetensorsTest {

  @TempDir Path temp;

  @Test
  void soundFileIsRead() throws IOException {
    String header =
        """
        {"__metadata__": {"format": "pt"},
         "b": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]},
         "a": {"dtype": "U8", "shape": [2, 2], "data_offsets": [0, 4]}}""";
    try (Safetensors file = Safetensors.open(write(header, 12))) {
      assertThat(file.tensors()).containsExactly(TensorSpec.of("b", 2), TensorSpec.of("a", 2, 2));
      assertThat(file.bytes("b").remaining()).isEqualTo(8);
      assertThat(file.bytes("a").get(3)).isEqualTo((byte) 3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': T[0,4]} | 4 | OK",
        "{'a': T[0,4], 'a': T[4,8]} | 8 | the name a is there twice",
        "{'a': T[0,4], 'b': T[2,6]} | 6 | overlap or leave a gap",
        "{'a': T[0,4], 'b': T[0,4]} | 4 | overlap or leave a gap",
        "{'a': T[0,4], 'b': T[5,9]} | 9 | overlap or leave a gap",
        "{'a': T[1,5]} | 5 | overlap or leave a gap",
        "{'a': T[0,4]} | 5 | 1 bytes that belong to no tensor",
        "{'a': T[0,4]} | 3 | is cut short: tensor a ends at byte 4 of the weights, but there are 3",
        "{'a': T[0,8]} | 8 | the bytes [0,8]",
        "{'a': T[4,0]} | 4 | the bytes [4,0]",
        "{'a': T[0,4,4]} | 4 | the bytes",
        "{'a': T[-4,0]} | 4 | invalid description of tensor a",
        "{'a': T[0.5,4.5]} | 4 | invalid description of tensor a",
        "{'a': T['0','4']} | 4 | invalid description of tensor a",
        "{'a': T[0,1e999]} | 4 | invalid description of tensor a",
        "{'a': {'dtype':'F31','shape':[1],'data_offsets':[0,4]}} | 4 | of type `F31`, which is none of [F64",
        "{'a': {'dtype':'F32','shape':[9223372036854775807,3],'data_offsets':[0,4]}} | 4 | invalid",
        "{'a': {'dtype':'F32','shape':[4611686018427387904],'data_offsets':[0,4]}} | 4 | invalid",
        "{'a': {'dtype':'F32','shape':1,'data_offsets':[0,4]}} | 4 | invalid description of tensor a",
        "{'a': {'dtype':'F32','data_offsets':[0,4]}} | 4 | invalid description of tensor a",
        "{'a': 7} | 4 | invalid description of tensor a",
        "[1] | 0 | not a JSON object: it is not one object",
        "{'a': T[0,4] | 4 | not a JSON object: End of input",
        "{'a': T[0,4]}} | 4 | not a JSON object",
        "{a: T[0,4]} | 4 | not a JSON object",
        "{'a': [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]} | 4 | Nesting limit",
      })
  void headersAreCheckedInFull(String header, int dataBytes, String expected) throws IOException {
    String json =
        header.replaceAll("T(\\[[^\\]]*\\])", "{'dtype': 'F32', 'shape': [1], 'data_offsets': $1}");
    Path file = write(json.replace('\'', '"'), dataBytes);
    if (expected.equals("OK")) {
      Safetensors.open(file).close();
      return;
    }
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(expected.replace('`', '"'))
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "1", "100000001", "9223372036854775807", "-9223372036854775808"})
  void lengthOfTheHeaderMustFitTheFile(long length) throws IOException {
    byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    Path file = Files.write(temp.resolve("f"), bytes);
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("says that its header has " + Long.toUnsignedString(length));
  }

  @Test
  void invalidUtf8IsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(write("{\"a\": {}}", 0));
    bytes[10] = (byte) 0xFF;
    Path file = Files.write(temp.resolve("f"), bytes);
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has a header that is not UTF-8.");
  }

  @Test
  void missingFileIsRefused() {
    Path file = temp.resolve("none");
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is missing.");
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (int i = 0; i < dataBytes; i++) {
      bytes.put((byte) i);
    }
    return Files.write(temp.resolve("written"), bytes.array());
  }
}

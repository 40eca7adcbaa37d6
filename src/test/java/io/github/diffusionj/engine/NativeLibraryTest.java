package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  private static final String LIBRARY = System.mapLibraryName("torch");

  @TempDir Path temp;

  @Test
  void bundledLibraryWithNothingSetIsAccepted() {
    assertThatCode(library(Map.of(), true)::check).doesNotThrowAnyException();
  }

  @Test
  void noLibraryIsRefusedWithWhatToDo() {
    assertThatThrownBy(library(Map.of(), false)::check)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There is no PyTorch library for ")
        .hasMessageContaining("pytorch-native-cpu-2.7.1")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(library(Map.of("PYTORCH_VERSION", "2.5.1"), true)::check)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "PYTORCH_VERSION is 2.5.1, but this version of DiffusionJ works with 2.7.1 only.");
  }

  @Test
  void folderOfAnotherVersionIsRefused() throws IOException {
    Path folder = libtorch("2.6.0+cpu");
    assertThatThrownBy(library(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()), true)::check)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "PYTORCH_LIBRARY_PATH holds PyTorch 2.6.0+cpu, but this version of DiffusionJ works"
                + " with 2.7.1 only.");
  }

  @Test
  void folderOfTheRightVersionIsAcceptedAndTheFirstThatHasTheLibraryCounts() throws IOException {
    Path folder = libtorch("2.7.1+cu128");
    String paths = temp.resolve("nothing") + File.pathSeparator + folder;
    assertThatCode(library(Map.of("PYTORCH_LIBRARY_PATH", paths), false)::check)
        .doesNotThrowAnyException();
  }

  @Test
  void folderThatDoesNotTellItsVersionNeedsItSaid() throws IOException {
    Files.createFile(temp.resolve(LIBRARY));
    String path = temp.resolve(LIBRARY).toString();
    assertThatThrownBy(library(Map.of("PYTORCH_LIBRARY_PATH", path), true)::check)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set PYTORCH_VERSION=2.7.1");
    assertThatCode(
            library(Map.of("PYTORCH_LIBRARY_PATH", path, "PYTORCH_VERSION", "2.7.1"), true)::check)
        .doesNotThrowAnyException();
  }

  @Test
  void folderWithoutTheLibraryIsRefused() {
    assertThatThrownBy(library(Map.of("PYTORCH_LIBRARY_PATH", temp.toString()), true)::check)
        .isInstanceOf(IOException.class)
        .hasMessage("PYTORCH_LIBRARY_PATH is " + temp + ", where there is no " + LIBRARY + ".");
  }

  /** As a libtorch download is laid out: build-version beside lib. */
  private Path libtorch(String version) throws IOException {
    Path lib = Files.createDirectories(temp.resolve("libtorch").resolve("lib"));
    Files.createFile(lib.resolve(LIBRARY));
    Files.writeString(temp.resolve("libtorch").resolve("build-version"), version + "\n");
    return lib;
  }

  private static NativeLibrary library(Map<String, String> settings, boolean bundled) {
    return new NativeLibrary(settings::get, bundled);
  }
}

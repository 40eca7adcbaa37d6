package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {

  private static final String WAY_OUT =
      "set the environment variable ENGINE_CACHE_DIR to a folder that only you can write to.";

  @TempDir Path temp;

  @Test
  void oneThatIsMissingIsMadeForTheUserAloneWithThoseAbove() throws IOException {
    Path folder = temp.resolve("above").resolve("cache");
    PrivateFolder.ofProcess().ensure(folder);
    assertThat(rights(folder)).isEqualTo("rwx------");
    assertThat(rights(folder.getParent())).isEqualTo("rwx------");
  }

  @Test
  void oneThatOthersCanOnlyReadIsAccepted() throws IOException {
    Path folder = folder("rwxr-xr-x");
    assertThatCode(() -> PrivateFolder.ofProcess().ensure(folder)).doesNotThrowAnyException();
    assertThat(rights(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void oneThatTheGroupOrAllCanWriteToIsClosedToThem() throws IOException {
    for (String rights : new String[] {"rwxrwx---", "rwx----w-", "rwxrwxr-x"}) {
      Path folder = folder(rights);
      assertThat(PrivateFolder.ofProcess().ensure(folder)).isTrue();
      assertThat(rights(folder)).doesNotContainPattern("^....w|^.......w");
      assertThat(PrivateFolder.ofProcess().ensure(folder)).isFalse();
    }
  }

  @Test
  void oneOfAnotherUserIsRefusedAndOneOfTheAdministratorIsNot() throws IOException {
    Path folder = folder("rwx------");
    assertThatThrownBy(() -> new PrivateFolder(path -> 1001, path -> 1000).ensure(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "PyTorch's library is not loaded from %s, which belongs to another user: "
                    .formatted(folder)
                + WAY_OUT);
    for (int owner : new int[] {0, 1000}) {
      assertThatCode(() -> new PrivateFolder(path -> owner, path -> 1000).ensure(folder))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aLinkOfTheUserIsFollowed() throws IOException {
    Path folder = folder("rwxrwxr-x");
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    assertThat(PrivateFolder.ofProcess().ensure(link)).isTrue();
    assertThat(rights(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aLinkOfAnotherUserIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder("rwx------"));
    assertThatThrownBy(
            () ->
                new PrivateFolder(path -> path.equals(link) ? 1001 : 1000, path -> 1000)
                    .ensure(link))
        .hasMessageContaining("belongs to another user");
  }

  @Test
  void filesAndLinksToNothingAreRefused() throws IOException {
    Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), temp.resolve("nowhere"));
    Path file = Files.createFile(temp.resolve("file"));
    for (Path path : new Path[] {dangling, file}) {
      assertThatThrownBy(() -> PrivateFolder.ofProcess().ensure(path))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "PyTorch's library is not loaded from %s, which is no folder: ".formatted(path)
                  + WAY_OUT);
    }
  }

  @Test
  void oneThatCannotBeMadeIsNamed() throws IOException {
    Path folder = Files.createFile(temp.resolve("file")).resolve("cache");
    assertThatThrownBy(() -> PrivateFolder.ofProcess().ensure(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "PyTorch's library needs the folder %s, which could not be made: ".formatted(folder)
                + WAY_OUT);
  }

  private Path folder(String rights) throws IOException {
    Path folder = Files.createTempDirectory(temp, "cache");
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
  }

  private static String rights(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}

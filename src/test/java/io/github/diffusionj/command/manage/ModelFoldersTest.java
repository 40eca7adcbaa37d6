package io.github.diffusionj.command.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that ImageJ's preferences remember from one run to the next. */
class ModelFoldersTest {

  @TempDir Path folder;

  private JavaProcess macro(String text) throws Exception {
    Path macro = Files.writeString(folder.resolve("models.ijm"), text);
    return JavaProcess.run(folder, Launcher.class, macro.toString());
  }

  @Test
  void foldersWithSpacesAndOtherScriptsAreRememberedAndForgotten() throws Exception {
    Path first = Files.createDirectory(folder.resolve("my möd€ls #1=%41"));
    Path second = Files.createDirectory(folder.resolve("模型 [neu]"));
    TinyModel.create(first.resolve("tiny"), 1);
    TinyModel.create(second.resolve("zellen"), 1);
    JavaProcess added =
        macro(
            """
            run("Diffusion Models...", "action=add_folder folder=[%s]");
            run("Diffusion Models...", "action=add_folder folder=[%s]");
            run("Diffusion Models...", "action=add_folder folder=[%s]");
            """
                .formatted(first, second, first));
    assertThat(added.err()).isEmpty();
    String list =
        """
        run("Diffusion Models...", "action=list");
        for (i = 0; i < nResults; i++) print(getResultString("Model", i), getResultString("Folder", i));
        """;
    assertThat(macro(list).out().lines())
        .containsExactly("tiny " + first.resolve("tiny"), "zellen " + second.resolve("zellen"));
    JavaProcess removed =
        macro(
            "run(\"Diffusion Models...\", \"action=remove_folder folder=[%s]\");\n".formatted(first)
                + list);
    assertThat(removed.err()).isEmpty();
    assertThat(removed.out().lines()).contains("zellen " + second.resolve("zellen"));
    assertThat(removed.out()).doesNotContain("tiny ");
  }
}

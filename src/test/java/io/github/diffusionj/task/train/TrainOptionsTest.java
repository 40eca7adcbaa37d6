package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.command.manage.TrainCommand;
import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {

  private static TrainOptions options(Optional<Path> first) {
    return TrainOptions.of(
        Path.of("output"),
        first,
        ImageOptions.DEFAULT,
        new NetworkOptions(List.of(8, 16), 1, 0, true));
  }

  @Test
  void whatIsKeptOfTheOptionsIsByTheKeysOfTheCommand() {
    List<String> keys =
        new CommandRun("Diffusion Train...", TrainCommand.class)
            .spec().parameters().stream().map(ParameterSpec::key).toList();
    TrainOptions fresh = options(Optional.empty());
    assertThat(keys)
        .containsAll(fresh.describe().keySet())
        .containsAll(options(Optional.of(Path.of("first"))).describe().keySet())
        .containsAll(fresh.describeClassifier(fresh.images(), "linear").keySet());
  }
}

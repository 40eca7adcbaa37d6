package io.github.diffusionj.engine;

import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.unet.part.BlockType;
import java.io.IOException;
import java.util.List;

/** Classifiers of a few thousand random weights for tiny models. */
public final class TinyClassifier {

  private TinyClassifier() {}

  /** One that is not written yet: a level of 8 channels and one of 8 with attention. */
  public static ClassifierFolder of(ModelFolder model, String... classes) {
    ClassifierConfig config =
        ClassifierConfig.of(
            16,
            model.network().inChannels(),
            List.of(BlockType.DOWN, BlockType.ATTENTION_DOWN),
            List.of(8, 8),
            1,
            4,
            4,
            List.of(classes),
            model.scheduler().scheduleText());
    return new ClassifierFolder(model, config);
  }

  /** Writes one with random weights. */
  public static ClassifierFolder create(ModelFolder model, String... classes) throws IOException {
    ClassifierFolder folder = of(model, classes);
    folder.replace(folder.config().script().tensors(), TinyModel::weights);
    return folder;
  }
}

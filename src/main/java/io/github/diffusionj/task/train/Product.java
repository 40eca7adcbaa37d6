package io.github.diffusionj.task.train;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a training makes: a diffusion model, or the classifier of one. */
interface Product {

  /** What it is called. */
  String name();

  /** The folder that gets the weights and the card. */
  Path folder();

  /** The images that it is trained on. */
  TrainingImages images();

  /** The names of the classes that it knows; may be empty. */
  List<String> classes();

  /** How large it is. */
  MemoryEstimate size();

  /** All that decides the result, by the keys of the command. */
  Map<String, String> describe();

  /**
   * Prepares the training.
   *
   * @throws IOException if the engine refuses the network, or what it starts from doesn't fit
   */
  Trainer trainer(Optional<Path> checkpoint, LabelledPatches patches, Torch torch)
      throws IOException;

  /**
   * What the card says of it, now that it is trained and saved.
   *
   * @throws IOException if what was saved can't be read
   */
  CardText card(Progress progress) throws IOException;

  /**
   * Parts of a card.
   *
   * @param summary one sentence on what it is
   * @param network what its network is
   * @param results how good it is; may be empty
   * @param limits what it can't do
   */
  record CardText(String summary, String network, String results, String limits) {}
}

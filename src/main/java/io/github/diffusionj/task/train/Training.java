package io.github.diffusionj.task.train;

import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.task.train.card.CardText;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What options and images come to.
 *
 * @param trainee what is trained
 * @param images the images that it is trained on
 * @param options the options that decide the result, by the keys of the command
 * @param card words the card, once the trainee is saved
 */
record Training(
    Trainee trainee, TrainingImages images, Map<String, String> options, CardText.Source card) {

  /** The patches of the images, with the trainee's classes. */
  LabelledPatches patches() {
    return new LabelledPatches(images, trainee.classes());
  }

  /** All that decides the result, which has to be the same for a training that is resumed. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(options);
    settings.put("images", Integer.toString(images.count()));
    settings.put("classes", String.join(",", trainee.classes()));
    return settings;
  }

  /** Bytes of native memory that it takes, about. */
  long memory() {
    return trainee.size().bytes(trainee.settings(), patches().size());
  }
}

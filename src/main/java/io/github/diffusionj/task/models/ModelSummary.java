package io.github.diffusionj.task.models;

import io.github.diffusionj.model.ModelFolder;
import java.nio.file.Path;

/**
 * A model in a list.
 *
 * @param name by which commands find it
 * @param path its folder
 * @param network the kind of its network
 * @param channels of its images
 * @param sampleSize width and height that it was trained on, 0 if not stated
 * @param schedule its noise schedule in a few words
 * @param prediction what its network puts out
 * @param range how intensities are mapped unless the user says otherwise
 * @param description one line about it
 */
public record ModelSummary(
    String name,
    Path path,
    String network,
    int channels,
    int sampleSize,
    String schedule,
    String prediction,
    String range,
    String description) {

  static ModelSummary of(ModelFolder folder) {
    return new ModelSummary(
        folder.name(),
        folder.path(),
        folder.network().className(),
        folder.network().inChannels(),
        folder.network().sampleSize(),
        folder.scheduler().scheduleText(),
        folder.scheduler().prediction().label(),
        folder.notes().range(),
        folder.notes().description());
  }

  /** A model that can't be read, with the reason as its description. */
  static ModelSummary unreadable(String name, Path path, String reason) {
    return new ModelSummary(name, path, "", 0, 0, "", "", "", reason);
  }
}

package io.github.diffusionj.task;

import ij.ImagePlus;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.model.ModelFolder;
import java.util.Optional;
import java.util.OptionalInt;

/** The t that a noised image is at. */
public final class RecordedTime {

  private RecordedTime() {}

  /**
   * The t that was given, else the one that the image records.
   *
   * @throws IllegalArgumentException if there is neither, it is not in 0…T of the model, or it was
   *     recorded with another schedule, of which the same t is another amount of noise
   */
  public static int of(ImagePlus image, OptionalInt given, ModelFolder model) {
    Optional<Provenance> recorded = Provenance.of(image);
    int last = model.scheduler().steps();
    if (given.isEmpty()) {
      if (recorded.isEmpty() || recorded.get().t().isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' does not record its t; give t, between 0 and %d."
                .formatted(image.getTitle(), last));
      }
      checkSchedule(image, recorded.get(), model);
    }
    int t = given.orElseGet(() -> recorded.orElseThrow().t().orElseThrow());
    Checks.within("t", t, 0, last);
    return t;
  }

  private static void checkSchedule(ImagePlus image, Provenance recorded, ModelFolder model) {
    String wanted = model.scheduler().scheduleText();
    String found = recorded.get(ProvenanceKey.SCHEDULE).orElse(wanted);
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          "'%s' was noised by the schedule %s, but the model %s has %s; give t yourself."
              .formatted(image.getTitle(), found, model.name(), wanted));
    }
  }
}

package io.github.diffusionj.image.range;

import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Optional;

/** The ranges that an image's {@link Provenance} records. */
final class RecordedRanges {

  private RecordedRanges() {}

  /**
   * Those of the channels of the items, which may be one of those that the record is of.
   *
   * @throws IllegalArgumentException if the image was converted since, or has other channels
   */
  static Optional<ChannelRanges> of(ImageItems items) {
    Optional<Provenance> made = Provenance.of(items.image());
    Optional<ChannelRanges> ranges = made.flatMap(Provenance::ranges);
    ranges.ifPresent(recorded -> checkType(items, made.orElseThrow()));
    return ranges.map(recorded -> ofChannels(items, recorded));
  }

  private static void checkType(ImageItems items, Provenance made) {
    PixelType then = made.pixelType().orElse(items.type());
    if (items.type() != then) {
      throw new IllegalArgumentException(
          "'%s' was converted from %s to %s after its range was recorded, so range must be type, display, percentile or LOW..HIGH, but is auto."
              .formatted(items.title(), then.label(), items.type().label()));
    }
  }

  private static ChannelRanges ofChannels(ImageItems items, ChannelRanges recorded) {
    ImagePart part = items.planes().part();
    if (part.oneOfSeveralChannels() && recorded.fit(part.wholeChannels())) {
      return ChannelRanges.same(recorded.of(part.plane(0) % part.wholeChannels()));
    }
    if (recorded.fit(items.imageChannels())) {
      return recorded;
    }
    throw new IllegalArgumentException(
        "'%s' records the ranges of %d channels, but has %d, so range must be type, display, percentile or LOW..HIGH, but is auto."
            .formatted(items.title(), recorded.ranges().size(), items.imageChannels()));
  }
}

package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The slices of an open image, each (z, t) with all of its channels by itself.
 *
 * @param image the image; it must not change while the batch runs
 * @param places which slices
 */
public record StackInput(ImagePlus image, List<Place> places) implements BatchInput {

  /**
   * Where a slice lies.
   *
   * @param z from 1
   * @param t from 1
   */
  public record Place(int z, int t) {

    /** As the commands' key {@code slices}. */
    String text() {
      return "z%d,t%d".formatted(z, t);
    }
  }

  public StackInput {
    places = List.copyOf(places);
  }

  @Override
  public List<BatchItem> items(BatchOptions options) {
    String shared = SliceHash.ofImage(image);
    return places.stream().<BatchItem>map(place -> item(place, shared, options)).toList();
  }

  private BatchItem item(Place place, String shared, BatchOptions options) {
    String title = image.getTitle();
    int dot = title.lastIndexOf('.');
    String stem = dot > 0 ? title.substring(0, dot) : title;
    String ending = dot > 0 ? title.substring(dot) : "";
    String numbers =
        number("-z", place.z, image.getNSlices()) + number("-t", place.t, image.getNFrames());
    String name = (stem + numbers + ending).replaceAll("[/\\\\:*?\"<>|\\p{Cntrl}]", "_");
    return new Slice(image, place, shared, name, Path.of(options.resultName(name)));
  }

  /** With as many digits as the last of them, so that names sort. */
  private static String number(String letter, int number, int most) {
    return most == 1 ? "" : letter + ("%0" + String.valueOf(most).length() + "d").formatted(number);
  }

  private record Slice(ImagePlus image, Place place, String shared, String name, Path result)
      implements BatchItem {

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Opened open() {
      return new Opened(image, Optional.of(place.text()));
    }

    @Override
    public long bytes() {
      long planes = image.getNChannels();
      return planes * image.getWidth() * image.getHeight() * image.getBytesPerPixel();
    }

    @Override
    public String hash() {
      return SliceHash.of(image, place, shared);
    }
  }
}

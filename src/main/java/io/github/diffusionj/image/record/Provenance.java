package io.github.diffusionj.image.record;

import ij.ImagePlus;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What made an image, as ImageJ image properties {@code diffusionj.…} that are saved in TIFF files.
 *
 * <p>Every entry is optional: people may write {@code diffusionj.t} by hand for an image from
 * elsewhere. The entries with a meaning of their own are checked here, once, whoever wrote them.
 *
 * @param entries the recorded texts
 */
public record Provenance(Map<ProvenanceKey, String> entries) {

  /**
   * Checks the numbers, the range and the types.
   *
   * @throws IllegalArgumentException if one of them cannot be read; the message names the property
   */
  public Provenance {
    Map<ProvenanceKey, String> copy = new EnumMap<>(ProvenanceKey.class);
    entries.forEach((key, value) -> copy.put(key, ProvenanceText.checked(key, value)));
    entries = Collections.unmodifiableMap(copy);
    RangeText.read(entries);
  }

  /** A record that names the command alone. */
  public static Provenance by(String command) {
    return new Provenance(Map.of(ProvenanceKey.COMMAND, command));
  }

  /** This record with one more entry, in place of an older one of the same key. */
  public Provenance with(ProvenanceKey key, String value) {
    Map<ProvenanceKey, String> more = new EnumMap<>(ProvenanceKey.class);
    more.putAll(entries);
    more.put(key, value);
    return new Provenance(more);
  }

  /** This record without an entry. */
  public Provenance without(ProvenanceKey key) {
    Map<ProvenanceKey, String> fewer = new EnumMap<>(ProvenanceKey.class);
    fewer.putAll(entries);
    fewer.remove(key);
    return new Provenance(fewer);
  }

  /** As {@link #with(ProvenanceKey, String)}, for whole numbers. */
  public Provenance with(ProvenanceKey key, long value) {
    return with(key, Long.toString(value));
  }

  /** As {@link #with(ProvenanceKey, String)}, for numbers. */
  public Provenance with(ProvenanceKey key, double value) {
    return with(key, Numbers.text(value));
  }

  /** This record with the mapping that was used. */
  public Provenance with(ChannelRanges ranges) {
    Map<ProvenanceKey, String> more = new EnumMap<>(ProvenanceKey.class);
    more.putAll(entries);
    more.put(ProvenanceKey.LOW, RangeText.of(ranges, IntensityRange::low));
    more.put(ProvenanceKey.HIGH, RangeText.of(ranges, IntensityRange::high));
    return new Provenance(more);
  }

  /**
   * This record with what a 32-bit result needs to find the way back to the pixel type of the
   * source: its original type and its calibration function.
   */
  public Provenance withSource(PixelType original, ImagePlus source) {
    Provenance typed = with(ProvenanceKey.SOURCE_TYPE, original.label());
    return ValueCalibration.of(source)
        .map(function -> typed.with(ProvenanceKey.VALUE_CALIBRATION, function.text()))
        .orElse(typed);
  }

  /** The recorded text of a key. */
  public Optional<String> get(ProvenanceKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** The timestep of the image, 0…T. */
  public OptionalInt t() {
    String text = entries.get(ProvenanceKey.T);
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** The number of sampling steps. */
  public OptionalInt steps() {
    String text = entries.get(ProvenanceKey.STEPS);
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** The seed. */
  public OptionalLong seed() {
    String text = entries.get(ProvenanceKey.SEED);
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** The mapping between pixel values and model space. */
  public Optional<ChannelRanges> ranges() {
    return RangeText.read(entries);
  }

  /** The pixel type of the data before DiffusionJ changed it. */
  public Optional<PixelType> sourceType() {
    return get(ProvenanceKey.SOURCE_TYPE).map(PixelType::of);
  }

  /** The pixel type of the image when this was recorded; another one since means a conversion. */
  public Optional<PixelType> pixelType() {
    return get(ProvenanceKey.PIXEL_TYPE).map(PixelType::of);
  }

  /** Records this in an image, with the image's own pixel type, in place of any older record. */
  public void writeTo(ImagePlus image) {
    erase(image);
    entries.forEach((key, value) -> image.setProp(key.property(), ProvenanceText.escaped(value)));
    image.setProp(ProvenanceKey.PIXEL_TYPE.property(), PixelType.of(image).label());
  }

  /**
   * Reads what an image records; empty if DiffusionJ did not make it.
   *
   * @throws IllegalArgumentException if a property cannot be read; the message names it
   */
  public static Optional<Provenance> of(ImagePlus image) {
    Map<ProvenanceKey, String> found = new EnumMap<>(ProvenanceKey.class);
    Map<String, String> properties = ProvenanceText.properties(image);
    for (ProvenanceKey key : ProvenanceKey.values()) {
      String value = properties.get(key.property());
      if (value != null) {
        found.put(key, ProvenanceText.unescaped(value));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(new Provenance(found));
  }

  /** Removes every property of DiffusionJ's from an image. */
  public static void erase(ImagePlus image) {
    ProvenanceText.properties(image).keySet().stream()
        .filter(name -> name.startsWith(ProvenanceKey.PREFIX))
        .forEach(name -> image.setProp(name, null));
  }
}

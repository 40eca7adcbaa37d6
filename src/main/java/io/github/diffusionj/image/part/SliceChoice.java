package io.github.diffusionj.image.part;

import ij.ImagePlus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which slices of an image are meant, each with all of its channels.
 *
 * <p>The text is {@code all}; {@code current}; a number or a range such as {@code 3} or {@code
 * 2-5}, for images that have several z or several t, not both; or z and t by name, {@code z2-5},
 * {@code t3} or {@code z2-5,t3}, of which the one that is not named means all.
 *
 * @param current whether the slice in view is meant; then there are no numbers
 * @param plain a range along whichever of z and t there are several of
 * @param z a range of z
 * @param t a range of t
 */
public record SliceChoice(
    boolean current, Optional<Span> plain, Optional<Span> z, Optional<Span> t) {

  /** Every slice. */
  public static final SliceChoice ALL =
      new SliceChoice(false, Optional.empty(), Optional.empty(), Optional.empty());

  /** The slice in view. */
  public static final SliceChoice CURRENT =
      new SliceChoice(true, Optional.empty(), Optional.empty(), Optional.empty());

  private static final String SPAN = "(\\d{1,9})(?:-(\\d{1,9}))?";
  private static final Pattern PLAIN = Pattern.compile(SPAN);
  private static final Pattern NAMED = Pattern.compile("z" + SPAN + "(?:,t" + SPAN + ")?|t" + SPAN);

  /**
   * Checks that there is one way of saying it.
   *
   * @throws IllegalArgumentException if there is more than one
   */
  public SliceChoice {
    int ways =
        (current ? 1 : 0) + (plain.isPresent() ? 1 : 0) + (z.or(() -> t).isPresent() ? 1 : 0);
    if (ways > 1) {
      throw new IllegalArgumentException(
          "Slices are the current one, a range, or z and t, but not several of these.");
    }
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException if it is none of those above
   */
  public static SliceChoice of(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("all")) {
      return ALL;
    }
    if (trimmed.equals("current")) {
      return CURRENT;
    }
    Matcher plain = PLAIN.matcher(trimmed);
    if (plain.matches()) {
      return new SliceChoice(false, span(plain, 1), Optional.empty(), Optional.empty());
    }
    Matcher named = NAMED.matcher(trimmed);
    if (!named.matches()) {
      throw new IllegalArgumentException(
          "slices must be all, current, a number or a range such as 2-5, or z and t such as z2-5,t1,"
              + " but is '%s'.".formatted(text));
    }
    Optional<Span> t = span(named, 3).or(() -> span(named, 5));
    return new SliceChoice(false, Optional.empty(), span(named, 1), t);
  }

  /** The slice at a place, with all of its channels. */
  public static SliceChoice at(int z, int t) {
    return new SliceChoice(
        false, Optional.empty(), Optional.of(Span.only(z)), Optional.of(Span.only(t)));
  }

  private static Optional<Span> span(Matcher matcher, int group) {
    String first = matcher.group(group);
    String last = matcher.group(group + 1);
    if (first == null) {
      return Optional.empty();
    }
    int from = Integer.parseInt(first);
    return Optional.of(new Span(from, last == null ? from : Integer.parseInt(last)));
  }

  /** The text that {@link #of(String)} reads back as this choice. */
  public String text() {
    if (equals(ALL)) {
      return "all";
    }
    if (current) {
      return "current";
    }
    String separator = z.isPresent() && t.isPresent() ? "," : "";
    return plain
        .map(Span::text)
        .orElseGet(
            () ->
                z.map(span -> "z" + span.text()).orElse("")
                    + separator
                    + t.map(span -> "t" + span.text()).orElse(""));
  }

  /**
   * Which z of an image are meant.
   *
   * @throws IllegalArgumentException if the image does not have them all, or a range without a name
   *     could mean z or t
   */
  Span z(ImagePlus image) {
    if (current) {
      return Span.only(place(image)[1]);
    }
    checkPlain(image);
    Optional<Span> meant = image.getNFrames() > 1 ? z : z.or(() -> plain);
    return within(meant, image.getNSlices(), "z", image);
  }

  /**
   * Which t of an image are meant.
   *
   * @throws IllegalArgumentException as {@link #z} does
   */
  Span t(ImagePlus image) {
    if (current) {
      return Span.only(place(image)[2]);
    }
    checkPlain(image);
    Optional<Span> meant = image.getNFrames() > 1 ? t.or(() -> plain) : t;
    return within(meant, image.getNFrames(), "t", image);
  }

  private static int[] place(ImagePlus image) {
    return image.convertIndexToPosition(image.getCurrentSlice());
  }

  private void checkPlain(ImagePlus image) {
    if (plain.isPresent() && image.getNSlices() > 1 && image.getNFrames() > 1) {
      throw new IllegalArgumentException(
          "slices must be all, current, or name z and t such as z1-2,t3 for '%s', which has %d z and %d t, but is %s."
              .formatted(image.getTitle(), image.getNSlices(), image.getNFrames(), text()));
    }
  }

  private Span within(Optional<Span> meant, int last, String axis, ImagePlus image) {
    Span span = meant.orElse(new Span(1, last));
    if (span.last() > last) {
      String name = plain.isPresent() ? "" : axis;
      throw new IllegalArgumentException(
          "slices must be between %s1 and %s%d for '%s', but is %s."
              .formatted(name, name, last, image.getTitle(), text()));
    }
    return span;
  }
}

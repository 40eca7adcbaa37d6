package io.github.diffusionj.image.region;

import io.github.diffusionj.image.part.ImagePart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pixels of an image that are to be filled in, slice by slice. Slices with the same areas have
 * the same pixels; masks are made when they are asked for, so that a long stack needs no memory for
 * them.
 */
public final class FillRegion {

  private final List<Area> areas;
  private final Map<Integer, Set<Integer>> bySlice = new HashMap<>();
  private final int size;

  private FillRegion(List<Area> areas, ImagePart part) {
    this.areas = List.copyOf(areas);
    this.size = part.image().getWidth() * part.image().getHeight();
    for (int slice : part.slices()) {
      Set<Integer> here = new TreeSet<>();
      for (int area = 0; area < areas.size(); area++) {
        if (areas.get(area).in(slice)) {
          here.add(area);
        }
      }
      bySlice.put(slice, here);
    }
  }

  /**
   * Looks at all masks once.
   *
   * @param name what the areas come from, for messages
   * @throws IllegalArgumentException if no pixel is left to fill in, or in a slice none is known
   */
  static FillRegion of(List<Area> areas, ImagePart part, String name) {
    FillRegion region = new FillRegion(areas, part);
    region.check(part, name);
    return region;
  }

  private void check(ImagePart part, String name) {
    Set<Set<Integer>> empty = new HashSet<>();
    Set<Set<Integer>> filled = new HashSet<>();
    for (int slice : part.slices()) {
      Set<Integer> here = bySlice.get(slice);
      if (!filled.contains(here) && !empty.contains(here)) {
        int count = count(mask(here));
        (count == 0 ? empty : filled).add(here);
        checkKnown(count, slice, part, name);
      }
    }
    if (filled.isEmpty()) {
      throw new IllegalArgumentException(
          "Inpaint needs a region with at least one pixel in it, but %s contains no pixel of '%s'%s."
              .formatted(
                  name,
                  part.whole().getTitle(),
                  part.image() == part.whole() ? "" : " in the slices that are chosen"));
    }
    bySlice.replaceAll((slice, here) -> empty.contains(here) ? Set.of() : here);
  }

  private void checkKnown(int count, int slice, ImagePart part, String name) {
    if (count == size) {
      boolean several = part.whole().getStackSize() > 1;
      throw new IllegalArgumentException(
          "Inpaint needs some pixels that it leaves as they are, but %s covers all of %s'%s'."
              .formatted(name, several ? "slice " + slice + " of " : "", part.whole().getTitle()));
    }
  }

  private static int count(float[] mask) {
    int count = 0;
    for (float value : mask) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }

  /**
   * The areas with pixels in any of some slices of the part; empty if nothing is to be filled in
   * there.
   *
   * @param slices their numbers in the whole image, from 1
   */
  public Set<Integer> areas(List<Integer> slices) {
    Set<Integer> all = new TreeSet<>();
    slices.forEach(slice -> all.addAll(bySlice.get(slice)));
    return all;
  }

  /** H·W values: 1 inside any of the areas, 0 outside. */
  public float[] mask(Set<Integer> chosen) {
    float[] mask = new float[size];
    chosen.forEach(area -> areas.get(area).addTo(mask));
    return mask;
  }
}

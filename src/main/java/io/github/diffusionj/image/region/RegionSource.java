package io.github.diffusionj.image.region;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.RoiPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the pixels that are to be filled in are marked. Nothing of it is changed. */
@FunctionalInterface
public interface RegionSource {

  /** The image's selection, in every slice. */
  RegionSource SELECTION = RegionSource::selection;

  /** The elements of the image's overlay, in the slices that they belong to. */
  RegionSource OVERLAY = RegionSource::overlay;

  /**
   * What is marked in a part of an image.
   *
   * @throws IllegalArgumentException if nothing is marked there, everything is, or not by areas
   */
  FillRegion of(ImagePart part);

  /**
   * Areas by name, in the slices that they belong to.
   *
   * @param rois area selections
   * @param name where they come from, for messages
   */
  static RegionSource rois(List<Roi> rois, String name) {
    List<Roi> copies = rois.stream().map(roi -> (Roi) roi.clone()).toList();
    return part -> rois(copies, part, name);
  }

  /**
   * The pixels of a mask that are not 0.
   *
   * @param mask a binary image of the same size, with one slice for all, or as many slices as the
   *     image has, or one for each z and t
   */
  static RegionSource mask(ImagePlus mask) {
    return part ->
        FillRegion.of(MaskArea.all(mask, part.whole()), part, "the mask '" + mask.getTitle() + "'");
  }

  private static FillRegion selection(ImagePart part) {
    ImagePlus image = part.whole();
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea()) {
      throw new IllegalArgumentException(
          "Inpaint needs an area selection, but '%s' has %s."
              .formatted(
                  image.getTitle(), roi == null ? "no selection" : "one of type " + type(roi)));
    }
    RoiArea everywhere = new RoiArea(roi, new RoiPlace(0, 0, 0), image);
    return FillRegion.of(List.of(everywhere), part, "the selection");
  }

  private static FillRegion overlay(ImagePart part) {
    Overlay overlay = part.whole().getOverlay();
    if (overlay == null || overlay.size() == 0) {
      throw new IllegalArgumentException(
          "Inpaint with region=overlay needs an overlay, but '%s' has none."
              .formatted(part.whole().getTitle()));
    }
    return rois(List.of(overlay.toArray()), part, "the overlay");
  }

  private static FillRegion rois(List<Roi> rois, ImagePart part, String name) {
    List<Area> areas = new ArrayList<>();
    for (Roi roi : rois) {
      if (!roi.isArea() || roi instanceof TextRoi || roi instanceof ImageRoi) {
        throw new IllegalArgumentException(
            "Inpaint needs area selections, but number %d of %s%s is of type %s."
                .formatted(
                    areas.size() + 1,
                    name,
                    roi.getName() == null ? "" : ", '" + roi.getName() + "',",
                    type(roi)));
      }
      areas.add(new RoiArea(roi, RoiPlace.of(roi, part.whole()), part.whole()));
    }
    return FillRegion.of(areas, part, name);
  }

  private static String type(Roi roi) {
    return roi.getTypeAsString().toLowerCase(Locale.ROOT);
  }
}

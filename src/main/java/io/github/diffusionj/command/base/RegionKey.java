package io.github.diffusionj.command.base;

import ij.ImagePlus;
import ij.plugin.frame.RoiManager;
import io.github.diffusionj.image.region.RegionSource;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;

/** What the key {@code region} may be. */
public final class RegionKey {

  public static final String SELECTION = "selection";
  private static final String ROI_MANAGER = "roi_manager";
  private static final String OVERLAY = "overlay";
  private static final String NEED =
      "region must be selection, roi_manager, overlay or the title of an open image";

  private RegionKey() {}

  /**
   * Where the region is marked.
   *
   * @param text selection, roi_manager, overlay or the title of another open image
   * @param image what is filled in, which is never its own mask
   * @throws IllegalArgumentException if there is no such image or several, or nothing in the ROI
   *     Manager
   */
  public static RegionSource source(String text, ImagePlus image) {
    return switch (text) {
      case SELECTION -> RegionSource.SELECTION;
      case ROI_MANAGER -> roiManager();
      case OVERLAY -> RegionSource.OVERLAY;
      default -> RegionSource.mask(OpenImages.other(text, image, NEED));
    };
  }

  /** Whether the region is a part of the image itself. */
  public static boolean isOfImage(String text) {
    return text.equals(SELECTION) || text.equals(OVERLAY);
  }

  /**
   * The entries that are selected in its list, or all if none is, as its own commands take them.
   */
  private static RegionSource roiManager() {
    boolean headless = GraphicsEnvironment.isHeadless();
    RoiManager manager = headless ? RoiManager.getRawInstance() : RoiManager.getInstance2();
    if (manager == null && headless) {
      throw new IllegalArgumentException(
          "region=roi_manager needs a display, since ImageJ has no ROI Manager without one; use region=overlay or a mask.");
    }
    if (manager == null || manager.getCount() == 0) {
      throw new IllegalArgumentException(
          "region=roi_manager needs an entry in the ROI Manager, but there is none.");
    }
    return RegionSource.rois(List.of(manager.getSelectedRoisAsArray()), "the ROI Manager");
  }

  /** What a dialog offers. */
  public static List<String> suggestions() {
    List<String> names = new ArrayList<>(List.of(SELECTION, ROI_MANAGER, OVERLAY));
    names.addAll(OpenImages.otherTitles());
    return names;
  }
}

package io.github.diffusionj.command.base;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The open images that a command may use beside the one that it works on. */
public final class OpenImages {

  private OpenImages() {}

  /**
   * The one image of a title, apart from the one worked on.
   *
   * @param image what the command works on, which is never taken
   * @param need what the title must be, the beginning of the sentence if there is no such image
   * @throws IllegalArgumentException if no other image has the title, or several have
   */
  public static ImagePlus other(String title, ImagePlus image, String need) {
    List<ImagePlus> all = open().filter(open -> open.getTitle().equals(title)).toList();
    List<ImagePlus> found = all.stream().filter(open -> open != image).toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "There are %d open images with the title '%s'; rename one.".formatted(all.size(), title));
    }
    if (found.isEmpty()) {
      String other = image.getTitle().equals(title) ? "other " : "";
      throw new IllegalArgumentException(
          "%s, but there is no %s'%s'.".formatted(need, other, title));
    }
    return found.get(0);
  }

  /** Titles that a dialog offers: those of all images but the active one, each once. */
  public static List<String> otherTitles() {
    ImagePlus active = WindowManager.getCurrentImage();
    return open().filter(open -> open != active).map(ImagePlus::getTitle).distinct().toList();
  }

  private static Stream<ImagePlus> open() {
    int[] ids = Objects.requireNonNullElse(WindowManager.getIDList(), new int[0]);
    return Arrays.stream(ids).mapToObj(WindowManager::getImage).filter(Objects::nonNull);
  }
}

package io.github.diffusionj.task.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the result of a slice depends on changes its number, and nothing else does. */
class SliceHashTest {

  @TempDir Path folder;
  private ImagePlus image;

  @BeforeEach
  void makeImage() {
    image = IJ.createImage("a", "16-bit ramp", 20, 14, 4);
    image.setDisplayRange(0, 1000);
    Overlay overlay = new Overlay(new Roi(1, 1, 4, 4));
    overlay.drawLabels(true);
    image.setOverlay(overlay);
    image.setRoi(2, 3, 5, 4);
  }

  private String hash() throws IOException {
    return new StackInput(image, List.of(new StackInput.Place(2, 1)))
        .items(new BatchOptions("i", "", "", new StackInput(image, List.of()), folder, "{name}"))
        .get(0)
        .hash();
  }

  private void assertChanges(Consumer<ImagePlus> change) throws IOException {
    String before = hash();
    change.accept(image);
    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void pixelsSelectionOverlayDisplayAndPropertiesCount() throws IOException {
    assertChanges(i -> i.getStack().getProcessor(2).set(3, 4, 77));
    assertChanges(i -> i.setRoi(2, 3, 5, 5));
    assertChanges(i -> i.setRoi(new OvalRoi(2, 3, 5, 5)));
    assertChanges(ImagePlus::deleteRoi);
    assertChanges(i -> i.getOverlay().add(new Roi(5, 5, 2, 2)));
    assertChanges(i -> i.getOverlay().get(0).setLocation(2, 1));
    assertChanges(i -> i.getOverlay().get(0).setPosition(2));
    assertChanges(i -> i.setOverlay(null));
    assertChanges(i -> i.setDisplayRange(0, 900));
    assertChanges(i -> i.setProp("diffusionj.t", "300"));
  }

  @Test
  void otherSlicesTheViewAndSavingDoNot() throws IOException {
    String before = hash();
    image.getStack().getProcessor(3).set(3, 4, 77);
    image.setSlice(4);
    new FileSaver(image).saveAsTiffStack(folder.resolve("a.tif").toString());
    assertThat(hash()).isEqualTo(before);
  }
}

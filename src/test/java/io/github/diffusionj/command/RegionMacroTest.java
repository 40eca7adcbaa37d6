package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions from everywhere in a macro in batch mode, in a virtual machine of its own. */
class RegionMacroTest {

  private static final String MACRO =
      """
      setBatchMode(true);
      var means = newArray(4);
      var model = "steps=3 model=[" + getArgument() + "/a model] ";
      newImage("cells", "8-bit ramp", 40, 30, 3);
      for (s = 1; s <= 3; s++) {
        setSlice(s); getRawStatistics(count, mean); means[s] = mean;
      }
      setSlice(2); makeOval(4, 5, 9, 8); Overlay.addSelection; Overlay.setPosition(2);
      if (manager) roiManager("add");
      setSlice(3); makeRectangle(20, 10, 7, 9); Overlay.addSelection; Overlay.setPosition(3);
      if (manager) { roiManager("add"); roiManager("deselect"); }
      newImage("my mask", "8-bit black", 40, 30, 3);
      setColor(255);
      setSlice(2); fillOval(4, 5, 9, 8);
      setSlice(3); fillRect(20, 10, 7, 9);
      selectImage("cells");
      makeRectangle(1, 1, 5, 6);
      changed("overlay");
      changed("[my mask]");
      changed("selection");
      changed("overlay slices=2");
      if (manager) {
        changed("roi_manager");
        roiManager("select", 1);
        makeRectangle(1, 1, 5, 6);
        changed("roi_manager");
        print("manager", roiManager("count"), roiManager("index"));
      }
      getSelectionBounds(x, y, w, h);
      print("selection", x, y, w, h);
      print("overlay", Overlay.size);
      selectImage("my mask");
      print("mask", nSlices, is("binary"));
      selectImage("cells");
      if (!manager) changed("roi_manager");

      // Whether each slice has another mean than the original's.
      function changed(region) {
        run("Diffusion Inpaint...", model + "region=" + region);
        answers = "";
        for (s = 1; s <= nSlices; s++) {
          setSlice(s);
          getRawStatistics(count, mean);
          original = s;
          if (nSlices == 1) original = 2;
          answers += " " + (mean != means[original]);
        }
        print(region + ":" + answers);
        close();
        selectImage("cells");
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    TinyModel.create(folder.resolve("a model"), 1);
  }

  private String macro(boolean manager) throws IOException {
    String text = "manager = " + manager + ";\n" + MACRO;
    return Files.writeString(folder.resolve("macro.ijm"), text).toString();
  }

  @Test
  void everySourceFillsItsSlicesAndStaysAsItIs() throws Exception {
    JavaProcess process = JavaProcess.run(folder, Launcher.class, macro(false), folder.toString());
    assertThat(process.out().lines())
        .as(process.err())
        .containsExactly(
            "overlay: 0 1 1",
            "[my mask]: 0 1 1",
            "selection: 1 1 1",
            "overlay slices=2: 1",
            "selection 1 1 5 6",
            "overlay 2",
            "mask 3 1");
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.err())
        .contains(
            "region=roi_manager needs a display, since ImageJ has no ROI Manager without one; use"
                + " region=overlay or a mask.");
  }

  @Test
  void theRoiManagerOfBatchModeFillsItsSlicesAndStaysAsItIs() throws Exception {
    assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    JavaProcess process =
        JavaProcess.run(folder, MacroScenario.class, macro(true), folder.toString());
    assertThat(process.out().lines())
        .as(process.err())
        .contains(
            "overlay: 0 1 1",
            "roi_manager: 0 1 1",
            "roi_manager: 0 0 1",
            "manager 2 1",
            "selection 1 1 5 6",
            "overlay 2");
  }
}

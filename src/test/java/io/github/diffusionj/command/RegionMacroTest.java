package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions from everywhere in a macro without a window, in a virtual machine of its own. */
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
      setSlice(2); makeOval(4, 5, 9, 8); roiManager("add"); Overlay.addSelection;
      Overlay.setPosition(2);
      setSlice(3); makeRectangle(20, 10, 7, 9); roiManager("add"); Overlay.addSelection;
      Overlay.setPosition(3);
      roiManager("deselect");
      newImage("my mask", "8-bit black", 40, 30, 3);
      setColor(255);
      setSlice(2); fillOval(4, 5, 9, 8);
      setSlice(3); fillRect(20, 10, 7, 9);
      selectImage("cells");
      makeRectangle(1, 1, 5, 6);
      changed("roi_manager");
      changed("overlay");
      changed("[my mask]");
      changed("selection");
      roiManager("select", 1);
      makeRectangle(1, 1, 5, 6);
      changed("roi_manager");
      changed("overlay slices=2");
      getSelectionBounds(x, y, w, h);
      print("selection", x, y, w, h);
      print("manager", roiManager("count"));
      print("overlay", Overlay.size);
      selectImage("my mask");
      print("mask", nSlices, is("binary"));

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

  @Test
  void everySourceFillsItsSlicesAndStaysAsItIs() throws Exception {
    TinyModel.create(folder.resolve("a model"), 1);
    Path macro = Files.writeString(folder.resolve("macro.ijm"), MACRO);
    JavaProcess process =
        JavaProcess.run(folder, Launcher.class, macro.toString(), folder.toString());
    assertThat(process.exitCode()).as(process.err()).isZero();
    assertThat(process.out().lines())
        .containsExactly(
            "roi_manager: 0 1 1",
            "overlay: 0 1 1",
            "[my mask]: 0 1 1",
            "selection: 1 1 1",
            "roi_manager: 0 0 1",
            "overlay slices=2: 1",
            "selection 1 1 5 6",
            "manager 2",
            "overlay 2",
            "mask 3 1");
  }
}

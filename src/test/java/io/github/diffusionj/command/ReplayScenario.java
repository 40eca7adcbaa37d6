package io.github.diffusionj.command;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A person who runs each sampling command from the menu, and then the macro that was recorded. */
public final class ReplayScenario {

  private ReplayScenario() {}

  /**
   * Plays the scenario.
   *
   * @param args the folder with the model
   */
  public static void main(String[] args) throws Exception {
    try {
      System.setProperty("diffusionj.models", args[0]);
      ImageJ.main(new String[0]);
      WindowScenario.await(() -> IJ.getInstance() != null && IJ.getInstance().isVisible());
      ImagePlus image = IJ.createImage("cells", "8-bit ramp", 40, 30, 2);
      image.setRoi(new OvalRoi(5, 6, 12, 10));
      image.show();
      recordAndReplay("Diffusion Inpaint...", image);
      recordAndReplay("Diffusion Generate...", image);
      ImagePlus noised = recordAndReplay("Diffusion Noise...", image);
      recordAndReplay("Diffusion Denoise...", noised);
      escape(noised);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static ImagePlus recordAndReplay(String label, ImagePlus image) throws Exception {
    IJ.selectWindow(image.getID());
    Recorder recorder = new Recorder();
    IJ.doCommand(label);
    GenericDialog dialog = WindowScenario.dialog();
    ImagePlus result = afterwards(() -> WindowScenario.press(dialog, WindowScenario.ok(dialog)));
    String macro = WindowScenario.await(() -> line(recorder, label));
    recorder.close();
    IJ.selectWindow(image.getID());
    ImagePlus again = afterwards(() -> IJ.runMacro(macro));
    System.out.println(label + " " + Arrays.deepEquals(pixels(result), pixels(again)));
    again.changes = false;
    again.close();
    return result;
  }

  private interface Action {
    void run() throws Exception;
  }

  /** The image that an action opens. */
  private static ImagePlus afterwards(Action action) throws Exception {
    int[] before = WindowManager.getIDList();
    action.run();
    return WindowScenario.await(
        () ->
            IntStream.of(WindowManager.getIDList())
                .filter(id -> IntStream.of(before).noneMatch(old -> old == id))
                .mapToObj(WindowManager::getImage)
                .filter(ImagePlus::isVisible)
                .findAny()
                .orElse(null));
  }

  private static String line(Recorder recorder, String label) {
    return recorder
        .getText()
        .lines()
        .filter(line -> line.startsWith("run(\"" + label))
        .findAny()
        .orElse(null);
  }

  private static Object[] pixels(ImagePlus image) {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(image.getStack()::getPixels)
        .toArray();
  }

  private static void escape(ImagePlus image) throws Exception {
    IJ.selectWindow(image.getID());
    int images = WindowManager.getImageCount();
    IJ.doCommand("Diffusion Denoise...");
    GenericDialog dialog = WindowScenario.dialog();
    WindowScenario.type(dialog.getStringFields().get(0), "1000"); // t
    WindowScenario.type(dialog.getStringFields().get(1), "1000"); // steps
    WindowScenario.press(dialog, WindowScenario.ok(dialog));
    WindowScenario.await(image::isLocked);
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    WindowScenario.await(() -> !image.isLocked());
    System.out.println("quiet after Esc: " + (WindowManager.getImageCount() == images));
  }
}

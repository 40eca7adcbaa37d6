package io.github.diffusionj.command;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.Vector;
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
      regions(image);
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

  /** The overlay of one slice, and the ROI Manager; both stay as they are. */
  private static void regions(ImagePlus image) throws Exception {
    Overlay overlay = new Overlay(placed(new OvalRoi(3, 3, 9, 9), 2));
    image.setOverlay(overlay);
    RoiManager manager = RoiManager.getRoiManager();
    manager.addRoi(placed(new Roi(20, 5, 8, 8), 1));
    manager.addRoi(new Roi(8, 20, 6, 5));
    Roi[] before = manager.getRoisAsArray();
    Roi selection = image.getRoi();
    recordAndReplay("Diffusion Inpaint...", image, dialog -> set(dialog, "overlay", "2", "1"));
    recordAndReplay(
        "Diffusion Inpaint...", image, dialog -> set(dialog, "roi_manager", "all", "0"));
    System.out.println("overlay as it was: " + (image.getOverlay() == overlay));
    System.out.println("selection as it was: " + (image.getRoi() == selection));
    System.out.println("ROI Manager as it was: " + Arrays.equals(before, manager.getRoisAsArray()));
    image.setOverlay(null);
    manager.reset();
    manager.close();
  }

  private static Roi placed(Roi roi, int slice) {
    roi.setPosition(slice);
    return roi;
  }

  private static void set(GenericDialog dialog, String region, String slices, String channel)
      throws Exception {
    WindowScenario.choose(dialog.getChoices().get(2), region);
    Vector<?> fields = dialog.getStringFields();
    WindowScenario.type(fields.get(fields.size() - 2), slices);
    WindowScenario.type(fields.get(fields.size() - 1), channel);
  }

  private interface Filling {
    void fill(GenericDialog dialog) throws Exception;
  }

  private static ImagePlus recordAndReplay(String label, ImagePlus image) throws Exception {
    return recordAndReplay(label, image, dialog -> {});
  }

  private static ImagePlus recordAndReplay(String label, ImagePlus image, Filling filling)
      throws Exception {
    IJ.selectWindow(image.getID());
    Recorder recorder = new Recorder();
    IJ.doCommand(label);
    GenericDialog dialog = WindowScenario.dialog();
    filling.fill(dialog);
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

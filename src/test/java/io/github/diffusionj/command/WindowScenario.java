package io.github.diffusionj.command;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.io.File;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;

/** A person at ImageJ's window, in a virtual machine of its own; prints what is found there. */
public final class WindowScenario {

  private static final int PATIENCE_MS = 60_000;

  private WindowScenario() {}

  /**
   * Plays the scenario.
   *
   * @param args the folder for screenshots
   */
  public static void main(String[] args) throws Exception {
    try {
      ImageJ.main(new String[0]);
      await(() -> IJ.getInstance() != null && IJ.getInstance().isVisible());
      recordAndReplay(new File(args[0], "dialog.png"));
      preview(new File(args[0], "preview.png"));
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void recordAndReplay(File screenshot) throws Exception {
    Recorder recorder = new Recorder();
    IJ.doCommand("Diffusion Schedule Plot...");
    GenericDialog dialog = dialog();
    type(dialog.getStringFields().get(2), "0");
    System.out.println("ok at 0 steps: " + ok(dialog).isEnabled());
    shoot(screenshot);
    type(dialog.getStringFields().get(2), "20");
    System.out.println("ok at 20 steps: " + ok(dialog).isEnabled());
    type(dialog.getStringFields().get(0), "linear, sigmoid");
    choose(dialog.getChoices().get(0), "snr");
    press(dialog, ok(dialog));
    ImagePlus plot = await(() -> titled("Schedule snr"));
    String macro = await(() -> line(recorder.getText()));
    System.out.println("recorded: " + macro);
    int[] pixels = (int[]) plot.getProcessor().convertToRGB().getPixels();
    plot.close();
    IJ.runMacro(macro);
    ImagePlus again = titled("Schedule snr");
    int[] replayed = (int[]) again.getProcessor().convertToRGB().getPixels();
    System.out.println("replayed alike: " + Arrays.equals(pixels, replayed));
    again.close();
    recorder.close();
  }

  private static void preview(File screenshot) throws Exception {
    ImagePlus image = IJ.createImage("ramp", "8-bit ramp", 300, 200, 1);
    Overlay overlay = new Overlay(new Roi(20, 20, 100, 50));
    image.setOverlay(overlay);
    image.show();
    byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
    Thread command = new Thread(() -> IJ.runPlugIn(Diffusion_Command.class.getName(), "sample"));
    command.start();
    GenericDialog dialog = dialog();
    toggle(dialog.getCheckboxes().get(1));
    await(() -> image.getOverlay().get(0) instanceof ImageRoi);
    shoot(screenshot);
    type(dialog.getNumericFields().get(0), "90");
    press(dialog, dialog.getButtons()[1]);
    command.join();
    System.out.println("own overlay back: " + (image.getOverlay() == overlay));
    System.out.println(
        "pixels unchanged: " + Arrays.equals(before, (byte[]) image.getProcessor().getPixels()));
    System.out.println("windows after cancel: " + WindowManager.getImageCount());
  }

  private static ImagePlus titled(String title) {
    return WindowManager.getImage(title);
  }

  private static String line(String recorded) {
    return recorded.lines().filter(line -> line.startsWith("run(\"Diff")).findAny().orElse(null);
  }

  static GenericDialog dialog() throws Exception {
    return await(
        () ->
            Arrays.stream(Window.getWindows())
                .filter(window -> window instanceof GenericDialog && window.isShowing())
                .map(GenericDialog.class::cast)
                .findAny()
                .orElse(null));
  }

  static Button ok(GenericDialog dialog) {
    return dialog.getButtons()[0];
  }

  static void type(Object field, String text) throws Exception {
    EventQueue.invokeAndWait(() -> ((TextField) field).setText(text));
    settle();
  }

  static void choose(Object choice, String item) throws Exception {
    EventQueue.invokeAndWait(() -> ((Choice) choice).select(item));
    settle();
  }

  private static void toggle(Object box) throws Exception {
    Checkbox checkbox = (Checkbox) box;
    EventQueue.invokeAndWait(
        () -> {
          checkbox.setState(!checkbox.getState());
          checkbox.dispatchEvent(
              new ItemEvent(checkbox, ItemEvent.ITEM_STATE_CHANGED, checkbox, ItemEvent.SELECTED));
        });
    settle();
  }

  static void press(GenericDialog dialog, Button button) throws Exception {
    EventQueue.invokeAndWait(
        () ->
            dialog.actionPerformed(
                new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getLabel())));
  }

  /** Lets the events that are under way arrive. */
  private static void settle() throws Exception {
    new Robot().waitForIdle();
    EventQueue.invokeAndWait(() -> {});
  }

  static void shoot(File file) throws Exception {
    Robot robot = new Robot();
    robot.waitForIdle();
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    ImageIO.write(robot.createScreenCapture(screen), "png", file);
  }

  /** Waits until there is something other than null and false. */
  static <T> T await(Callable<T> condition) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (System.currentTimeMillis() < end) {
      T value = condition.call();
      if (value != null && !Boolean.FALSE.equals(value)) {
        return value;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("It did not happen.");
  }
}

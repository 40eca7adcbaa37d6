import ij.IJ;
import ij.ImageJ;
import ij.gui.GenericDialog;
import java.awt.EventQueue;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Window;
import java.io.File;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Takes the picture of the dialog of Diffusion Train: of its window, so it needs a display. From the
 * repository's folder, after {@code mvn -q package -DskipTests}:
 *
 * <pre>
 * xvfb-run -a -s "-screen 0 1280x1024x24" java -Dplugins.dir=target/DiffusionJ \
 *     -cp target/DiffusionJ/bin/lib/ij.jar docs/TrainDialogPicture.java docs/images/train-dialog.png
 * </pre>
 */
final class TrainDialogPicture {

  private static final int PATIENCE_MS = 60_000;

  private TrainDialogPicture() {}

  public static void main(String[] args) throws Exception {
    new ImageJ();
    IJ.doCommand("Diffusion Train...");
    GenericDialog dialog = dialog();
    EventQueue.invokeAndWait(() -> fill(dialog));
    Robot robot = new Robot();
    robot.waitForIdle();
    robot.delay(1000);
    ImageIO.write(robot.createScreenCapture(dialog.getBounds()), "png", new File(args[0]));
    System.exit(0);
  }

  /** The first field is the folder of images; the cursor in it shows what it is for. */
  private static void fill(GenericDialog dialog) {
    dialog.setLocation(40, 10);
    TextField folder = (TextField) dialog.getStringFields().get(0);
    folder.setText("/data/nuclei");
    ((TextField) dialog.getStringFields().get(5)).setText("/models/my-nuclei");
    folder.requestFocusInWindow();
  }

  private static GenericDialog dialog() throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (System.currentTimeMillis() < end) {
      GenericDialog dialog =
          Arrays.stream(Window.getWindows())
              .filter(window -> window instanceof GenericDialog && window.isShowing())
              .map(GenericDialog.class::cast)
              .findAny()
              .orElse(null);
      if (dialog != null) {
        return dialog;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("There is no dialog.");
  }
}

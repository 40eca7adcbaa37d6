import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.ImageRoi;
import java.awt.Checkbox;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ItemEvent;
import java.io.File;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/**
 * Takes the picture of the dialog of Diffusion Noise with its preview: of its window, so it needs a
 * display. From the repository's folder, after {@code mvn -q -Pdemo}:
 *
 * <pre>
 * xvfb-run -a java -Dplugins.dir=target/DiffusionJ -cp target/DiffusionJ/bin/lib/ij.jar \
 *     docs/DialogPicture.java target/demo/nuclei.tif docs/images/noise-dialog.png
 * </pre>
 */
final class DialogPicture {

  private static final int PATIENCE_MS = 60_000;

  private DialogPicture() {}

  public static void main(String[] args) throws Exception {
    new ImageJ();
    ImagePlus image = IJ.openImage(args[0]);
    image.show();
    image.getWindow().setLocation(10, 130);
    IJ.run(image, "Set... ", "zoom=300");
    IJ.doCommand("Diffusion Noise...");
    await(() -> dialog() != null);
    GenericDialog dialog = dialog();
    EventQueue.invokeAndWait(() -> fill(dialog, image));
    await(() -> image.getOverlay() != null && image.getOverlay().get(0) instanceof ImageRoi);
    Robot robot = new Robot();
    robot.waitForIdle();
    robot.delay(1000);
    Rectangle area = dialog.getBounds().union(image.getWindow().getBounds());
    ImageIO.write(robot.createScreenCapture(area), "png", new File(args[1]));
    System.exit(0);
  }

  private static void fill(GenericDialog dialog, ImagePlus image) {
    Rectangle window = image.getWindow().getBounds();
    dialog.setLocation(window.x + window.width + 8, window.y);
    TextField t = (TextField) dialog.getStringFields().get(3);
    t.setText("150");
    t.requestFocusInWindow();
    Checkbox preview = (Checkbox) dialog.getCheckboxes().lastElement();
    preview.setState(true);
    preview.dispatchEvent(
        new ItemEvent(preview, ItemEvent.ITEM_STATE_CHANGED, preview, ItemEvent.SELECTED));
  }

  private static GenericDialog dialog() {
    return Arrays.stream(Window.getWindows())
        .filter(window -> window instanceof GenericDialog && window.isShowing())
        .map(GenericDialog.class::cast)
        .findAny()
        .orElse(null);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new IllegalStateException("It did not happen.");
      }
      Thread.sleep(100);
    }
  }
}

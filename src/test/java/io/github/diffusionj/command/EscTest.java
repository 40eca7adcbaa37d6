package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.diffusionj.engine.TinyModel;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Esc during long work. */
class EscTest {

  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({
    "noise, t=100000 steps=100000 beta_start=1e-9 beta_end=1e-8 form=step_by_step",
    "denoise, MODEL t=1000 steps=1000",
    "inpaint, MODEL steps=1000",
    "generate, MODEL n=50 steps=1000"
  })
  void stopsACommandQuietlyAndLeavesTheImageAsItWas(String command, String options)
      throws Exception {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    ImagePlus image = IJ.createImage("long", "8-bit ramp", 200, 200, 3);
    Roi selection = new Roi(20, 30, 150, 140);
    image.setRoi(selection);
    byte[] before = ((byte[]) image.getStack().getPixels(2)).clone();
    Thread user = new Thread(EscTest::pressUntilInterrupted);
    user.start();
    MacroCall call =
        MacroCall.of(command, image, options.replace("MODEL", "model=[" + model + "]"));
    user.interrupt();
    user.join();
    assertThat(call.message()).isEmpty();
    assertThat(call.cancelled()).isTrue();
    assertThat((byte[]) image.getStack().getPixels(2)).isEqualTo(before);
    assertThat(image.isLocked()).isFalse();
    assertThat(image.getRoi()).isSameAs(selection);
  }

  /** A command forgets what was pressed before it began, so press again. */
  private static void pressUntilInterrupted() {
    try {
      while (true) {
        Thread.sleep(20);
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      }
    } catch (InterruptedException e) {
      IJ.resetEscape();
    }
  }
}

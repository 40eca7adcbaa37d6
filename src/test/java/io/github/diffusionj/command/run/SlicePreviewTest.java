package io.github.diffusionj.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import org.junit.jupiter.api.Test;

class SlicePreviewTest {

  private final Roi mark = new Roi(1, 1, 2, 2);
  private final Overlay overlay = new Overlay(mark);
  private final ImagePlus image = new ImagePlus("image", new ByteProcessor(4, 3));
  private final FloatProcessor noise =
      new FloatProcessor(4, 3, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

  @Test
  void showsThePreviewBelowTheUsersOverlayAndLeavesThePixels() {
    image.setOverlay(overlay);
    new SlicePreview(image).show(noise);
    assertThat(image.getOverlay().toArray()).hasSize(2);
    assertThat(image.getOverlay().get(0)).isInstanceOf(ImageRoi.class);
    assertThat(image.getOverlay().get(1)).isSameAs(mark);
    assertThat((byte[]) image.getProcessor().getPixels()).containsOnly(0);
    assertThat(overlay.size()).isEqualTo(1);
  }

  @Test
  void givesTheVeryOverlayBack() {
    image.setOverlay(overlay);
    SlicePreview preview = new SlicePreview(image);
    preview.show(noise);
    preview.show(noise);
    preview.end();
    assertThat(image.getOverlay()).isSameAs(overlay);
  }

  @Test
  void anImageWithoutAnOverlayHasNoneAfterwards() {
    SlicePreview preview = new SlicePreview(image);
    preview.show(noise);
    preview.end();
    assertThat(image.getOverlay()).isNull();
  }

  @Test
  void aHiddenOverlayStaysHidden() {
    image.setOverlay(overlay);
    image.setHideOverlay(true);
    SlicePreview preview = new SlicePreview(image);
    preview.show(noise);
    assertThat(image.getHideOverlay()).isFalse();
    assertThat(image.getOverlay().size()).isEqualTo(1);
    preview.end();
    assertThat(image.getHideOverlay()).isTrue();
    assertThat(image.getOverlay()).isSameAs(overlay);
  }

  @Test
  void aPreviewThatComesTooLateIsNotShown() {
    SlicePreview preview = new SlicePreview(image);
    preview.end();
    preview.show(noise);
    assertThat(image.getOverlay()).isNull();
  }
}

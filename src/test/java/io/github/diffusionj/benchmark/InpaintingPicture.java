package io.github.diffusionj.benchmark;

import ij.process.ByteProcessor;
import java.awt.Font;
import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** One image, what is missing of it, and the fillings: a row for each mask. */
final class InpaintingPicture {

  private static final int SIZE = InpaintingMask.SIZE;
  private static final int CELL = 2 * SIZE + 4;
  private static final int HEADER = 20;

  private final ByteProcessor picture;

  InpaintingPicture(List<String> headers, int rows) {
    picture = new ByteProcessor(headers.size() * CELL, rows * CELL + HEADER);
    picture.setValue(255);
    picture.fill();
    picture.setColor(0);
    picture.setAntialiasedText(true);
    picture.setFont(new Font("SansSerif", Font.PLAIN, 13));
    for (int column = 0; column < headers.size(); column++) {
      picture.drawString(headers.get(column), column * CELL + 2, HEADER - 4);
    }
  }

  void draw(float[] image, int column, int row) {
    ByteProcessor tile = bytes(image);
    picture.insert(tile.resize(2 * SIZE, 2 * SIZE), column * CELL + 2, row * CELL + HEADER);
  }

  /** White where the image is missing. */
  void draw(float[] image, InpaintingMask mask, int column, int row) {
    float[] shown = image.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = mask.misses(i) ? 255 : image[i];
    }
    draw(shown, column, row);
  }

  void save(File file) throws IOException {
    ImageIO.write(picture.getBufferedImage(), "png", file);
  }

  static ByteProcessor bytes(float[] values) {
    ByteProcessor processor = new ByteProcessor(SIZE, SIZE);
    for (int i = 0; i < values.length; i++) {
      processor.set(i, Math.round(Math.max(0, Math.min(255, values[i]))));
    }
    return processor;
  }
}

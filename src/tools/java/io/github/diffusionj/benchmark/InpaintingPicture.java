package io.github.diffusionj.benchmark;

import ij.process.ByteProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** One image, what is missing of it in orange, and the fillings: a row for each mask. */
final class InpaintingPicture {

  private static final int SIZE = InpaintingMask.SIZE;
  private static final int CELL = 2 * SIZE + 4;
  private static final int HEADER = 20;
  private static final int WHITE = 254;
  private static final int MISSING = 255;

  private final ByteProcessor picture;

  InpaintingPicture(List<String> headers, int rows) {
    picture = new ByteProcessor(headers.size() * CELL, rows * CELL + HEADER);
    picture.setColorModel(greysAndOrange());
    picture.setValue(WHITE);
    picture.fill();
    picture.setColor(Color.BLACK);
    picture.setAntialiasedText(true);
    picture.setFont(new Font("SansSerif", Font.PLAIN, 13));
    for (int column = 0; column < headers.size(); column++) {
      picture.drawString(headers.get(column), column * CELL + 2, HEADER - 4);
    }
    // ImageJ mixes smooth text in RGB and makes 255 of white again.
    for (int i = 0; i < picture.getPixelCount(); i++) {
      picture.set(i, Math.min(WHITE, picture.get(i)));
    }
  }

  private static IndexColorModel greysAndOrange() {
    byte[][] channels = new byte[3][256];
    for (byte[] channel : channels) {
      for (int i = 0; i <= WHITE; i++) {
        channel[i] = (byte) Math.round(255.0 * i / WHITE);
      }
    }
    channels[0][MISSING] = (byte) 230;
    channels[1][MISSING] = (byte) 159;
    channels[2][MISSING] = 0;
    return new IndexColorModel(8, 256, channels[0], channels[1], channels[2]);
  }

  void draw(float[] image, int column, int row) {
    ByteProcessor tile = bytes(image);
    for (int i = 0; i < image.length; i++) {
      tile.set(i, Math.min(WHITE, tile.get(i)));
    }
    insert(tile, column, row);
  }

  /** With what is missing of it. */
  void draw(float[] image, InpaintingMask mask, int column, int row) {
    ByteProcessor tile = bytes(image);
    for (int i = 0; i < image.length; i++) {
      tile.set(i, mask.misses(i) ? MISSING : Math.min(WHITE, tile.get(i)));
    }
    insert(tile, column, row);
  }

  private void insert(ByteProcessor tile, int column, int row) {
    picture.insert(tile.resize(2 * SIZE, 2 * SIZE), column * CELL + 2, row * CELL + HEADER);
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

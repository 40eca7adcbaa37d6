package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.source.ImageItems;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** Items of an image side by side as an RGB picture with words at the top and the left. */
public final class Montage {

  private static final int GAP = 4;
  private static final int LEAST_PANEL = 96;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final int LINE = 18;

  private final ImageItems items;
  private final IntensityRange range;
  private final int scale;
  private final int left;
  private final ColorProcessor picture;

  /**
   * An empty picture.
   *
   * @param items whose width, height and channels the panels have
   * @param range the grey values that are black and white
   * @param columns the words above, one for each column
   * @param rows the words at the left, one for each row
   */
  public Montage(ImageItems items, IntensityRange range, List<String> columns, List<String> rows) {
    this.items = items;
    this.range = range;
    int longer = Math.max(items.width(), items.height());
    this.scale = Math.max(1, (LEAST_PANEL + longer - 1) / longer);
    this.left = wordWidth(rows) + GAP;
    picture =
        new ColorProcessor(
            left + columns.size() * (panelWidth() + GAP),
            LINE + rows.size() * (panelHeight() + GAP));
    picture.setColor(Color.WHITE);
    picture.fill();
    picture.setColor(Color.BLACK);
    picture.setFont(FONT);
    picture.setAntialiasedText(true);
    for (int column = 0; column < columns.size(); column++) {
      picture.drawString(columns.get(column), x(column), LINE - 2);
    }
    for (int row = 0; row < rows.size(); row++) {
      picture.drawString(rows.get(row), 2, y(row) + panelHeight() / 2 + LINE / 2);
    }
  }

  private static int wordWidth(List<String> words) {
    ImageProcessor ruler = new ColorProcessor(1, 1);
    ruler.setFont(FONT);
    ruler.setAntialiasedText(true);
    return 2 + words.stream().mapToInt(ruler::getStringWidth).max().orElse(0);
  }

  private int panelWidth() {
    return scale * items.width();
  }

  private int panelHeight() {
    return scale * items.height();
  }

  private int x(int column) {
    return left + column * (panelWidth() + GAP);
  }

  private int y(int row) {
    return LINE + row * (panelHeight() + GAP);
  }

  /**
   * Puts an item into the picture.
   *
   * @param values C·H·W pixel values; three channels are red, green and blue, of any other number
   *     the first is shown
   */
  public void put(int column, int row, float[] values) {
    ColorProcessor panel = new ColorProcessor(items.width(), items.height());
    boolean colour = items.channels() == 3;
    for (int c = 0; c < 3; c++) {
      panel.setChannel(c + 1, plane(values, colour ? c : 0));
    }
    panel.setInterpolationMethod(ImageProcessor.NONE);
    picture.insert(panel.resize(panelWidth(), panelHeight()), x(column), y(row));
  }

  private ByteProcessor plane(float[] values, int channel) {
    int area = items.width() * items.height();
    byte[] bytes = new byte[area];
    for (int i = 0; i < area; i++) {
      double grey = 127.5 * (range.toModel((double) values[channel * area + i]) + 1);
      bytes[i] = (byte) Math.round(Math.max(0, Math.min(255, grey)));
    }
    return new ByteProcessor(items.width(), items.height(), bytes);
  }

  /** The picture, not shown. */
  public ImagePlus finish(String title) {
    return new ImagePlus(title, picture);
  }
}

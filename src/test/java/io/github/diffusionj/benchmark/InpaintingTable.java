package io.github.diffusionj.benchmark;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.image.RangeChoice;
import io.github.diffusionj.image.quality.Ssim;
import io.github.diffusionj.task.GuidanceOptions;
import io.github.diffusionj.task.SamplerKind;
import io.github.diffusionj.task.SamplerOptions;
import io.github.diffusionj.task.SpacingChoice;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import java.awt.Font;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The methods of inpainting on real images: the table and the picture of docs/inpainting.md. One
 * argument with spaces in between: a folder of 8-bit grey images, how many of them to take, the PNG
 * to write.
 */
public final class InpaintingTable {

  private static final int SIZE = 64;
  private static final int CELL = 2 * SIZE + 4;
  private static final int HEADER = 20;
  private static final Path MODEL = Path.of("sample-models/nuclei-64");

  private final List<float[]> originals;

  private InpaintingTable(List<float[]> originals) {
    this.originals = originals;
  }

  /** A way of filling: takes original images and a mask, gives filled ones. */
  private interface Filling {
    List<float[]> fill(float[] mask) throws IOException;
  }

  /** A row of the table. */
  private record Row(String name, String header, int calls, Filling filling) {}

  /** Prints the table. */
  public static void main(String[] args) throws IOException {
    String[] words = args[0].split(" ");
    List<float[]> originals = crops(Path.of(words[0]), Integer.parseInt(words[1]));
    new InpaintingTable(originals).print(new File(words[2]));
    System.exit(0);
  }

  private void print(File picture) throws IOException {
    List<float[]> masks = List.of(scratches(), deadPixels(), hole(), half());
    List<Row> rows = rows();
    float[][][] shown = new float[masks.size()][rows.size()][];
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder("| " + rows.get(r).name());
      for (int m = 0; m < masks.size(); m++) {
        float[] mask = masks.get(m);
        List<float[]> filled = rows.get(r).filling().fill(mask);
        shown[m][r] = filled.get(0);
        line.append(
            " | %.1f / %.3f / %.2f"
                .formatted(psnr(filled, mask), ssim(filled), seam(filled, mask)));
      }
      System.out.println(line + " | " + rows.get(r).calls() + " |");
    }
    save(masks, rows, shown, picture);
  }

  private void save(List<float[]> masks, List<Row> rows, float[][][] shown, File file) {
    int columns = rows.size() + 2;
    ByteProcessor all = new ByteProcessor(columns * CELL, masks.size() * CELL + HEADER);
    all.setValue(255);
    all.fill();
    all.setColor(0);
    all.setAntialiasedText(true);
    all.setFont(new Font("SansSerif", Font.PLAIN, 13));
    for (int column = 0; column < columns; column++) {
      all.drawString(header(rows, column), column * CELL + 2, HEADER - 4);
      for (int m = 0; m < masks.size(); m++) {
        float[] tile =
            switch (column) {
              case 0 -> originals.get(0);
              case 1 -> masked(originals.get(0), masks.get(m));
              default -> shown[m][column - 2];
            };
        ImageProcessor large = bytes(tile).resize(2 * SIZE, 2 * SIZE);
        all.insert(large, column * CELL + 2, m * CELL + HEADER);
      }
    }
    IJ.saveAs(new ImagePlus("", all), "PNG", file.getPath());
  }

  private static String header(List<Row> rows, int column) {
    return switch (column) {
      case 0 -> "original";
      case 1 -> "selection";
      default -> rows.get(column - 2).header();
    };
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("mean of the known pixels", "mean", 0, this::mean));
    rows.add(new Row("Laplace interpolation", "Laplace", 0, this::laplace));
    rows.add(row(InpaintMethod.REPLACE, 100, 1, 1));
    rows.add(row(InpaintMethod.DDNM, 100, 1, 1));
    rows.add(row(InpaintMethod.DDNM, 100, 10, 2));
    rows.add(row(InpaintMethod.DDNM, 50, 10, 4));
    rows.add(row(InpaintMethod.REPAINT, 100, 10, 3));
    rows.add(row(InpaintMethod.DIFFPIR, 100, 1, 1));
    return rows;
  }

  private Row row(InpaintMethod method, int steps, int jump, int resamplings) {
    int turns = (int) Math.ceil((double) (steps - jump) / jump);
    int calls = steps + jump * (resamplings - 1) * turns;
    String settings = "steps=%d jump=%d resamplings=%d".formatted(steps, jump, resamplings);
    return new Row(
        "`%s` %s".formatted(method.label(), settings),
        "%s %d/%d/%d".formatted(method.label(), steps, jump, resamplings),
        calls,
        mask -> fill(method, steps, jump, resamplings, mask));
  }

  private List<float[]> fill(
      InpaintMethod method, int steps, int jump, int resamplings, float[] mask) throws IOException {
    ImageStack stack = new ImageStack(SIZE, SIZE);
    originals.forEach(image -> stack.addSlice(bytes(image)));
    ImagePlus image = new ImagePlus("images", stack);
    image.setRoi(selection(mask));
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.AUTO, OptionalInt.of(steps), SpacingChoice.AUTO, 0.85, Optional.empty(), 1);
    InpaintOptions options =
        new InpaintOptions(
            MODEL,
            sampler,
            GuidanceOptions.NONE,
            method,
            OptionalInt.of(jump),
            OptionalInt.of(resamplings),
            1,
            0,
            RangeChoice.of(0, 255));
    ImagePlus result = new InpaintTask(options).run(image, Progress.NONE);
    List<float[]> filled = new ArrayList<>();
    for (int i = 1; i <= originals.size(); i++) {
      filled.add((float[]) result.getStack().getProcessor(i).convertToFloat().getPixels());
    }
    return filled;
  }

  private List<float[]> mean(float[] mask) {
    return originals.stream().map(image -> filledWithMean(image, mask)).toList();
  }

  private static float[] filledWithMean(float[] image, float[] mask) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < image.length; i++) {
      sum += mask[i] > 0 ? 0 : image[i];
      known += mask[i] > 0 ? 0 : 1;
    }
    float[] filled = image.clone();
    for (int i = 0; i < image.length; i++) {
      filled[i] = mask[i] > 0 ? (float) (sum / known) : image[i];
    }
    return filled;
  }

  private List<float[]> laplace(float[] mask) {
    return originals.stream().map(image -> relaxed(filledWithMean(image, mask), mask)).toList();
  }

  /** Every unknown pixel becomes the mean of its neighbours within the image. */
  private static float[] relaxed(float[] image, float[] mask) {
    for (int round = 0; round < 5000; round++) {
      for (int i = 0; i < image.length; i++) {
        if (mask[i] > 0) {
          image[i] = neighbours(image, i % SIZE, i / SIZE);
        }
      }
    }
    return image;
  }

  private static float neighbours(float[] image, int x, int y) {
    float left = image[y * SIZE + Math.max(0, x - 1)];
    float right = image[y * SIZE + Math.min(SIZE - 1, x + 1)];
    float above = image[Math.max(0, y - 1) * SIZE + x];
    float below = image[Math.min(SIZE - 1, y + 1) * SIZE + x];
    return (left + right + above + below) / 4;
  }

  private double psnr(List<float[]> filled, float[] mask) {
    double squares = 0;
    int count = 0;
    for (int n = 0; n < filled.size(); n++) {
      for (int i = 0; i < mask.length; i++) {
        double error = mask[i] > 0 ? filled.get(n)[i] - originals.get(n)[i] : 0;
        squares += error * error;
        count += mask[i] > 0 ? 1 : 0;
      }
    }
    return 10 * Math.log10(255 * 255 / (squares / count));
  }

  private double ssim(List<float[]> filled) {
    double sum = 0;
    for (int n = 0; n < filled.size(); n++) {
      sum += Ssim.of(originals.get(n), filled.get(n), SIZE, SIZE, 255);
    }
    return sum / filled.size();
  }

  /**
   * The mean difference between neighbours of which one is known and the other is not, over that of
   * the originals: 1 where filling leaves no seam, less where it is smoother there than the image.
   */
  private double seam(List<float[]> filled, float[] mask) {
    double steps = 0;
    double originalSteps = 0;
    for (int n = 0; n < filled.size(); n++) {
      steps += acrossEdge(filled.get(n), mask);
      originalSteps += acrossEdge(originals.get(n), mask);
    }
    return steps / originalSteps;
  }

  private static double acrossEdge(float[] image, float[] mask) {
    double sum = 0;
    for (int i = 0; i < mask.length; i++) {
      if (i % SIZE + 1 < SIZE && mask[i] != mask[i + 1]) {
        sum += Math.abs(image[i] - image[i + 1]);
      }
      if (i + SIZE < mask.length && mask[i] != mask[i + SIZE]) {
        sum += Math.abs(image[i] - image[i + SIZE]);
      }
    }
    return sum;
  }

  private static float[] scratches() {
    float[] mask = new float[SIZE * SIZE];
    for (int k = 0; k < 5; k++) {
      for (int x = 0; x < SIZE; x++) {
        int y = 6 + 12 * k + (k % 2 == 0 ? x / 8 : -x / 10);
        for (int thick = 0; thick < 2; thick++) {
          if (y + thick >= 0 && y + thick < SIZE) {
            mask[(y + thick) * SIZE + x] = 1;
          }
        }
      }
    }
    return mask;
  }

  private static float[] deadPixels() {
    float[] mask = new float[SIZE * SIZE];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < 0.2 ? 1 : 0;
    }
    return mask;
  }

  private static float[] hole() {
    return box(24, 24, 16, 16);
  }

  private static float[] half() {
    return box(SIZE / 2, 0, SIZE / 2, SIZE);
  }

  private static float[] box(int left, int top, int width, int height) {
    float[] mask = new float[SIZE * SIZE];
    for (int y = top; y < top + height; y++) {
      Arrays.fill(mask, y * SIZE + left, y * SIZE + left + width, 1);
    }
    return mask;
  }

  private static Roi selection(float[] mask) {
    ByteProcessor inside = new ByteProcessor(SIZE, SIZE);
    for (int i = 0; i < mask.length; i++) {
      inside.set(i, mask[i] > 0 ? 255 : 0);
    }
    inside.setThreshold(128, 255, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(inside);
  }

  private static float[] masked(float[] image, float[] mask) {
    float[] shown = image.clone();
    for (int i = 0; i < mask.length; i++) {
      shown[i] = mask[i] > 0 ? 255 : image[i];
    }
    return shown;
  }

  private static ByteProcessor bytes(float[] values) {
    ByteProcessor processor = new ByteProcessor(SIZE, SIZE);
    for (int i = 0; i < values.length; i++) {
      processor.set(i, Math.round(values[i]));
    }
    return processor;
  }

  /** Evenly chosen images, of each the 64 × 64 pixels with most contrast, as the model saw them. */
  private static List<float[]> crops(Path folder, int count) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".png")).sorted().toList();
    }
    List<float[]> crops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crops.add(crop(files.get((2 * i + 1) * files.size() / (2 * count))));
    }
    return crops;
  }

  private static float[] crop(Path file) {
    ImagePlus image = IJ.openImage(file.toString());
    if (image == null) {
      throw new UncheckedIOException(new IOException(file + " is not an image."));
    }
    ImageProcessor whole = image.getProcessor().convertToFloat();
    float[] sorted = ((float[]) whole.getPixels()).clone();
    Arrays.sort(sorted);
    float low = sorted[sorted.length / 1000];
    float high = sorted[sorted.length - 1 - sorted.length / 1000];
    ImageProcessor best = null;
    double most = -1;
    for (int y = 0; y + SIZE <= whole.getHeight(); y += SIZE / 2) {
      for (int x = 0; x + SIZE <= whole.getWidth(); x += SIZE / 2) {
        whole.setRoi(x, y, SIZE, SIZE);
        double deviation = ImageStatistics.getStatistics(whole).stdDev;
        if (deviation > most) {
          most = deviation;
          best = whole.crop();
        }
      }
    }
    float[] values = (float[]) best.getPixels();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(255 * Math.max(0, Math.min(1, (values[i] - low) / (high - low))));
    }
    return values;
  }
}

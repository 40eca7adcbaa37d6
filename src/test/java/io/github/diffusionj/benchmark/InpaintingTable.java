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
 * argument with spaces in between: a folder of 8-bit grey images, how many of them to take, the
 * number of steps, the PNG to write.
 */
public final class InpaintingTable {

  private static final int SIZE = 64;
  private static final Path MODEL = Path.of("sample-models/nuclei-64");

  private final List<float[]> originals;
  private final int steps;

  private InpaintingTable(List<float[]> originals, int steps) {
    this.originals = originals;
    this.steps = steps;
  }

  /** A way of filling: takes original images and a mask, gives filled ones. */
  private interface Filling {
    List<float[]> fill(float[] mask) throws IOException;
  }

  /** A row of the table. */
  private record Row(String name, String calls, Filling filling) {}

  /** Prints the table. */
  public static void main(String[] args) throws IOException {
    String[] words = args[0].split(" ");
    List<float[]> originals = crops(Path.of(words[0]), Integer.parseInt(words[1]));
    new InpaintingTable(originals, Integer.parseInt(words[2])).print(new File(words[3]));
    System.exit(0);
  }

  private void print(File picture) throws IOException {
    List<float[]> masks = List.of(scratches(), deadPixels(), hole(), half());
    List<Row> rows = rows();
    ImageStack montage = new ImageStack(SIZE, SIZE);
    float[][][] shown = new float[masks.size()][rows.size()][];
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder("| " + rows.get(r).name());
      for (int m = 0; m < masks.size(); m++) {
        List<float[]> filled = rows.get(r).filling().fill(masks.get(m));
        shown[m][r] = filled.get(0);
        line.append(" | %.1f / %.3f".formatted(psnr(filled, masks.get(m)), ssim(filled)));
      }
      System.out.println(line + " | " + rows.get(r).calls() + " |");
    }
    for (int m = 0; m < masks.size(); m++) {
      montage.addSlice(bytes(originals.get(0)));
      montage.addSlice(bytes(masked(originals.get(0), masks.get(m))));
      for (float[] image : shown[m]) {
        montage.addSlice(bytes(image));
      }
    }
    save(montage, rows.size() + 2, masks.size(), picture);
  }

  private static void save(ImageStack stack, int columns, int rows, File file) {
    int cell = 2 * SIZE + 4;
    ByteProcessor all = new ByteProcessor(columns * cell, rows * cell);
    all.setValue(255);
    all.fill();
    for (int i = 0; i < stack.getSize(); i++) {
      ImageProcessor tile = stack.getProcessor(i + 1).resize(2 * SIZE, 2 * SIZE);
      all.insert(tile, i % columns * cell + 2, i / columns * cell + 2);
    }
    IJ.saveAs(new ImagePlus("", all), "PNG", file.getPath());
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("mean of the known pixels", "0", this::mean));
    rows.add(new Row("Laplace interpolation", "0", this::laplace));
    rows.add(row("replace", InpaintMethod.REPLACE, 1, 1));
    rows.add(row("DDNM without time travel", InpaintMethod.DDNM, 1, 1));
    rows.add(row("DDNM, jump 10, 2 resamplings", InpaintMethod.DDNM, 10, 2));
    rows.add(row("RePaint, jump 10, 3 resamplings", InpaintMethod.REPAINT, 10, 3));
    rows.add(row("DiffPIR", InpaintMethod.DIFFPIR, 1, 1));
    return rows;
  }

  private Row row(String name, InpaintMethod method, int jump, int resamplings) {
    int turns = (int) Math.ceil((double) (steps - jump) / jump);
    int calls = steps + jump * (resamplings - 1) * turns;
    return new Row(name, Integer.toString(calls), mask -> fill(method, jump, resamplings, mask));
  }

  private List<float[]> fill(InpaintMethod method, int jump, int resamplings, float[] mask)
      throws IOException {
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

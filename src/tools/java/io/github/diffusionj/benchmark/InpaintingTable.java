package io.github.diffusionj.benchmark;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The methods of inpainting on real images that the model has not seen: the tables and the picture
 * of docs/inpainting.md. One argument with spaces in between: the folder of grey images that it was
 * trained on with {@code hold_out=10}, how many of those held out to take, the PNG to write; and,
 * if not float32, the precision.
 */
public final class InpaintingTable {

  private static final OpenModels MODELS = new OpenModels();

  private static final Path MODEL = Path.of("sample-models/nuclei-64");

  /** The row that the others are compared with. */
  private static final int LAPLACE = 1;

  private final List<float[]> originals;
  private final List<InpaintingMask> masks = InpaintingMask.all();
  private final List<Row> rows =
      List.of(
          new Row("mean of the known pixels", "mean", 0, this::mean),
          new Row("Laplace interpolation", "Laplace", 0, mask -> interpolated(mask, false)),
          new Row("biharmonic interpolation", "biharmonic", 0, mask -> interpolated(mask, true)),
          row(InpaintMethod.REPLACE, 100, 1, 1),
          row(InpaintMethod.DDNM, 50, 10, 4),
          row(InpaintMethod.REPAINT, 100, 10, 3),
          row(InpaintMethod.DIFFPIR, 100, 1, 1));

  private InpaintingTable(List<float[]> originals) {
    this.originals = originals;
  }

  /** A way of filling: takes a mask, gives the originals filled. */
  private interface Filling {
    List<float[]> fill(InpaintingMask mask) throws IOException;
  }

  /** A row of the table. */
  private record Row(String name, String header, int calls, Filling filling) {}

  /** Prints the tables. */
  public static void main(String[] args) throws IOException {
    String[] words = args[0].split(" ");
    if (words.length > 3) {
      Torch.use(new EngineSettings("cpu", 0, Precision.of(words[3])));
    }
    List<float[]> originals =
        InpaintingImages.heldOut(Path.of(words[0]), Integer.parseInt(words[1]));
    new InpaintingTable(originals).print(new File(words[2]));
    System.exit(0);
  }

  private void print(File file) throws IOException {
    InpaintingPicture picture =
        new InpaintingPicture(
            Stream.concat(Stream.of("original", "selection"), rows.stream().map(Row::header))
                .toList(),
            masks.size());
    float[] shown = originals.get(0);
    for (int m = 0; m < masks.size(); m++) {
      picture.draw(shown, 0, m);
      picture.draw(shown, masks.get(m), 1, m);
    }
    System.out.printf("| %d images | %s | calls |%n", originals.size(), names());
    List<List<InpaintingScores>> scores = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      scores.add(scores(rows.get(r), r + 2, picture));
      print(rows.get(r).name(), scores.get(r).stream().map(InpaintingScores::cell), r);
    }
    System.out.printf("%n| PSNR over Laplace | %s | calls |%n", names());
    for (int r = 0; r < rows.size(); r++) {
      List<InpaintingScores> row = scores.get(r);
      List<String> gains = new ArrayList<>();
      for (int m = 0; m < masks.size(); m++) {
        gains.add(row.get(m).gain(scores.get(LAPLACE).get(m)));
      }
      print(rows.get(r).name(), gains.stream(), r);
    }
    picture.save(file);
  }

  private List<InpaintingScores> scores(Row row, int column, InpaintingPicture picture)
      throws IOException {
    List<InpaintingScores> scores = new ArrayList<>();
    for (int m = 0; m < masks.size(); m++) {
      List<float[]> filled = row.filling().fill(masks.get(m));
      picture.draw(filled.get(0), column, m);
      scores.add(InpaintingScores.of(originals, filled, masks.get(m)));
    }
    return scores;
  }

  private String names() {
    return String.join(" | ", masks.stream().map(InpaintingMask::name).toList());
  }

  private void print(String name, Stream<String> cells, int row) {
    String line = String.join(" | ", cells.toList());
    System.out.printf("| %s | %s | %d |%n", name, line, rows.get(row).calls());
  }

  private Row row(InpaintMethod method, int steps, int jump, int resamplings) {
    int turns = (int) Math.ceil((double) (steps - jump) / jump);
    int calls = steps + jump * (resamplings - 1) * turns;
    return new Row(
        "`%s`".formatted(method.label()),
        "%s, %d calls".formatted(method.label(), calls),
        calls,
        mask -> fill(method, steps, jump, resamplings, mask));
  }

  private List<float[]> fill(
      InpaintMethod method, int steps, int jump, int resamplings, InpaintingMask mask)
      throws IOException {
    ImageStack stack = new ImageStack(InpaintingMask.SIZE, InpaintingMask.SIZE);
    originals.forEach(image -> stack.addSlice(InpaintingPicture.bytes(image)));
    ImagePlus image = new ImagePlus("images", stack);
    image.setRoi(mask.selection());
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
    ImagePlus result = new InpaintTask(options, MODELS).run(image, Progress.NONE);
    List<float[]> filled = new ArrayList<>();
    for (int i = 1; i <= originals.size(); i++) {
      filled.add((float[]) result.getStack().getProcessor(i).convertToFloat().getPixels());
    }
    return filled;
  }

  private List<float[]> mean(InpaintingMask mask) {
    return originals.stream().map(image -> filledWithMean(image, mask)).toList();
  }

  private static float[] filledWithMean(float[] image, InpaintingMask mask) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < image.length; i++) {
      sum += mask.misses(i) ? 0 : image[i];
      known += mask.misses(i) ? 0 : 1;
    }
    float[] filled = image.clone();
    for (int i = 0; i < image.length; i++) {
      filled[i] = mask.misses(i) ? (float) (sum / known) : image[i];
    }
    return filled;
  }

  private List<float[]> interpolated(InpaintingMask mask, boolean biharmonic) {
    Interpolation interpolation = new Interpolation(InpaintingMask.SIZE, mask::misses, biharmonic);
    return originals.stream().map(interpolation::fill).toList();
  }
}

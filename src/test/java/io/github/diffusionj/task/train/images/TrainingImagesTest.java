package io.github.diffusionj.task.train.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.image.range.RangeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class TrainingImagesTest {

  @TempDir Path folder;

  private static ImageOptions options(String labels, int holdOut) {
    return new ImageOptions(RangeChoice.of("type"), 16, false, ClassLabels.of(labels), holdOut);
  }

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    IJ.saveAsTiff(IJ.createImage("i", "8-bit ramp", 20, 20, 1), file.toString());
  }

  private TrainingImages read(ImageOptions options) throws IOException {
    return TrainingImages.of(
        folder, folder.resolve("model"), options, Part.TRAINING, 1, Progress.NONE);
  }

  @Test
  void whatTrainingItselfWritesIsNotTrainedOn() throws IOException {
    image("a/1.tif");
    image("model-a/2.tif");
    image("model/training-loss.tif");
    Files.createDirectories(folder.resolve("model.training"));
    Files.writeString(folder.resolve("model.training/checkpoint.safetensors"), "weights");
    Files.createDirectories(folder.resolve("model.classifier.training"));
    Files.writeString(folder.resolve("model.classifier.training/checkpoint.safetensors"), "w");
    TrainingImages images = read(options("folders", 0));
    assertThat(images.classes()).containsExactly("a", "model-a");
    assertThat(images.skipped()).isEmpty();
  }

  @Test
  void imagesWithinTheOutputCanBeTrainedOn() throws IOException {
    image("model/images/1.tif");
    TrainingImages images =
        TrainingImages.of(
            folder.resolve("model/images"),
            folder.resolve("model"),
            options("none", 0),
            Part.TRAINING,
            1,
            Progress.NONE);
    assertThat(images.count()).isEqualTo(1);
  }

  @Test
  void classesComeFromSubFolders() throws IOException {
    image("b/1.tif");
    image("a/2.tif");
    image("3.tif");
    TrainingImages images = read(options("folders", 0));
    assertThat(images.classes()).containsExactly("a", "b");
    assertThat(images.labels())
        .containsExactly(Optional.empty(), Optional.of("a"), Optional.of("b"));
  }

  @Test
  void classesComeFromATable() throws IOException {
    image("1.tif");
    image("2.tif");
    image("3.tif");
    Path table = folder.resolve("sizes.csv");
    Files.writeString(table, "\uFEFFid,label,file\n7,\"a, \"\"b\"\"\",2.tif\n\n8,c,1.tif\n");
    TrainingImages images = read(options(table.toString(), 0));
    assertThat(images.labels())
        .containsExactly(Optional.of("c"), Optional.of("a, \"b\""), Optional.empty());
  }

  @Test
  void classesComeFromSliceLabels() {
    ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 20, 3);
    stack.getStack().setSliceLabel("mitosis\nmore", 2);
    TrainingImages images = TrainingImages.of(stack, options("slices", 0), Part.TRAINING, 1);
    assertThat(images.labels())
        .containsExactly(Optional.empty(), Optional.of("mitosis"), Optional.empty());
  }

  @Test
  void everyThirdImageIsHeldOut() throws IOException {
    for (int i = 1; i <= 7; i++) {
      image(i + ".tif");
    }
    Files.writeString(folder.resolve("0.csv"), "no image");
    TrainingImages images = read(options("none", 3));
    assertThat(images.count()).isEqualTo(5);
    assertThat(images.heldOut()).isEqualTo(2);
    ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 20, 7);
    assertThat(TrainingImages.of(stack, options("none", 3), Part.TRAINING, 1).count()).isEqualTo(5);
  }

  @Test
  void tablesThatDoNotFitAreRefused() throws IOException {
    image("1.tif");
    Path table = folder.resolve("t.csv");
    assertRefused(
        table, "labels must be none, slices, folders or a CSV file, but there is no file");
    Files.writeString(table, "name,class\n");
    assertRefused(
        table, "must start with a line that names the columns file and label, but starts");
    Files.writeString(table, "file,label\n1.tif\n");
    assertRefused(table, "has 1 columns in line 2, where the header has 2.");
    Files.writeString(table, "file,label\n\n1.tif,\"a\"b\n");
    assertRefused(table, "t.csv is no CSV file: Invalid char");
    Files.writeString(table, "file,label\n1.tif,\"a\n");
    assertRefused(table, "t.csv is no CSV file: ");
  }

  private void assertRefused(Path table, String message) {
    assertThatThrownBy(() -> read(options(table.toString(), 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anOpenImageHasNoSubFolders() {
    ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 20, 3);
    assertThatThrownBy(() -> TrainingImages.of(stack, options("folders", 0), Part.TRAINING, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be none or slices for an open image, but is folders.");
  }
}

package io.github.diffusionj.task.train.images;

import ij.ImagePlus;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.patch.PatchSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The images to train on, with the label of each. */
public final class TrainingImages {

  /** Lists and notes beside the images are no reason for a report. */
  private static final String NO_IMAGE = "(?i).*\\.(csv|json|md|txt)";

  private static final String UNLABELLED = ": it has no label.";

  private final ImageOptions options;
  private final Part part;
  private final PatchSampler sampler;
  private final List<Optional<String>> labels = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int heldOut;

  private TrainingImages(ImageOptions options, Part part, long seed) {
    this.options = options;
    this.part = part;
    this.sampler = new PatchSampler(options.channels(), options.patch(), seed);
  }

  /**
   * A part of the slices of an image.
   *
   * @throws IllegalArgumentException if it can't be used, has no slice to train on, or labels are
   *     wanted that it can't have
   */
  public static TrainingImages of(ImagePlus image, ImageOptions options, Part part, long seed) {
    ClassLabels.Source source = options.labels().source();
    if (source == ClassLabels.Source.FOLDERS || source == ClassLabels.Source.TABLE) {
      throw new IllegalArgumentException(
          "labels must be none or slices for an open image, but is %s."
              .formatted(options.labels().text()));
    }
    TrainingImages images = new TrainingImages(options, part, seed);
    List<Optional<String>> labels = images.sampler.add(image, options.range(), images::takesSlice);
    images.label(labels, Optional.empty());
    if (images.count() == 0 && !part.heldOut()) {
      throw new IllegalArgumentException(
          "'%s' has no slice to train on%s."
              .formatted(image.getTitle(), part.labelled() ? " that has a label" : ""));
    }
    return images;
  }

  /**
   * A part of the images of a folder; those that can't be used are skipped.
   *
   * @param output the folder that training writes to; its files are no images to train on
   * @throws IOException if there is none to train on, or the labels can't be read
   */
  public static TrainingImages of(
      Path folder, Path output, ImageOptions options, Part part, long seed, Progress progress)
      throws IOException {
    TrainingImages images = new TrainingImages(options, part, seed);
    List<Path> files = files(folder, output, options.labels().source());
    Map<String, String> table = options.labels().read();
    for (int i = 0; i < files.size(); i++) {
      progress.checkCancelled();
      progress.report((double) i / files.size(), "Reading " + files.get(i).getFileName());
      if (images.takes(i)) {
        images.add(files.get(i), folder, table);
      }
    }
    if (images.count() == 0 && !part.heldOut()) {
      List<String> reasons = images.skipped;
      throw new IOException(
          "%s has no image to train on%s."
              .formatted(folder, reasons.isEmpty() ? "" : ": " + reasons.get(0)));
    }
    return images;
  }

  private static List<Path> files(Path folder, Path output, ClassLabels.Source labels)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no folder " + folder + " to train on.");
    }
    int depth = labels == ClassLabels.Source.FOLDERS ? 2 : 1;
    List<Path> written = written(folder, output);
    try (Stream<Path> entries = Files.walk(folder, depth)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> written.stream().noneMatch(absolute(file)::startsWith))
          .filter(file -> !file.toString().matches(NO_IMAGE))
          .sorted()
          .toList();
    }
  }

  /** The folders within a folder that training writes to. */
  private static List<Path> written(Path folder, Path output) {
    return Stream.of(
            output, TrainingFiles.of(output).folder(), TrainingFiles.ofClassifier(output).folder())
        .map(TrainingImages::absolute)
        .filter(path -> !absolute(folder).startsWith(path))
        .toList();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private boolean takes(int index) {
    boolean held = options.heldOut(index);
    heldOut += held ? 1 : 0;
    return held == part.heldOut();
  }

  private boolean takesSlice(int index, Optional<String> label) {
    boolean wanted = takes(index);
    if (wanted && part.labelled() && label.isEmpty()) {
      skipped.add("Slice " + (index + 1) + UNLABELLED);
      return false;
    }
    return wanted;
  }

  private void add(Path file, Path folder, Map<String, String> table) throws IOException {
    Optional<String> itsLabel = label(file, folder, table);
    boolean bySlices = options.labels().source() == ClassLabels.Source.SLICES;
    if (part.labelled() && !bySlices && itsLabel.isEmpty()) {
      skipped.add(folder.relativize(file) + UNLABELLED);
      return;
    }
    try {
      ImagePlus image = ImageFiles.open(file);
      List<Optional<String>> slices =
          sampler.add(
              image,
              options.range(),
              (item, label) -> !bySlices || !part.labelled() || label.isPresent());
      label(slices, itsLabel);
    } catch (IOException | IllegalArgumentException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("The folder %s vanished while it was read.".formatted(folder), e);
      }
      skipped.add(folder.relativize(file) + ": " + FileTrouble.sentence(e));
    }
  }

  private Optional<String> label(Path file, Path folder, Map<String, String> table) {
    return switch (options.labels().source()) {
      case FOLDERS ->
          file.getParent().equals(folder)
              ? Optional.empty()
              : Optional.of(file.getParent().getFileName().toString());
      case TABLE -> Optional.ofNullable(table.get(file.getFileName().toString()));
      default -> Optional.empty();
    };
  }

  private void label(List<Optional<String>> slices, Optional<String> file) {
    slices.forEach(
        slice -> labels.add(options.labels().source() == ClassLabels.Source.SLICES ? slice : file));
  }

  PatchSampler sampler() {
    return sampler;
  }

  /** The number of items to train on. */
  public int count() {
    return sampler.count();
  }

  /** The number of images that are held out. */
  public int heldOut() {
    return heldOut;
  }

  /** The images that could not be used, each with the reason. */
  public List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** The label of each item. */
  public List<Optional<String>> labels() {
    return List.copyOf(labels);
  }

  /** The different labels, sorted. */
  public List<String> classes() {
    TreeSet<String> names = new TreeSet<>();
    labels.forEach(label -> label.ifPresent(names::add));
    return List.copyOf(names);
  }
}

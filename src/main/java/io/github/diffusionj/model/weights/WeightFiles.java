package io.github.diffusionj.model.weights;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files of a folder hold a network's weights: one safetensors file, or the shards that an
 * index lists. An index goes before a whole file, as diffusers has it; a file with a variant in its
 * name, such as {@code fp16}, is taken if it is the only one.
 *
 * @param main the safetensors file or the index
 */
public record WeightFiles(Path main) {

  /** How the names of all files with weights begin. */
  public static final String STEM = "diffusion_pytorch_model";

  /** The name of a whole file. */
  public static final String WHOLE = STEM + ".safetensors";

  private static final String INDEX = WHOLE + ".index.json";

  /**
   * Finds the weights in a folder; they are not opened.
   *
   * @throws IOException with a sentence, if there are none, or several variants, or only a pickle
   */
  public static WeightFiles in(Path folder) throws IOException {
    for (String name : List.of(INDEX, WHOLE)) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return new WeightFiles(folder.resolve(name));
      }
    }
    List<Path> variants = variants(folder);
    if (variants.size() > 1) {
      throw new IOException(
          "%s holds the weights in several variants, %s; keep one, or name one %s."
              .formatted(
                  folder,
                  String.join(", ", variants.stream().map(WeightFiles::name).toList()),
                  WHOLE));
    }
    if (variants.isEmpty()) {
      refusePickle(folder);
      throw new IOException(
          "%s holds no weights: the file %s is missing.".formatted(folder, WHOLE));
    }
    return new WeightFiles(variants.get(0));
  }

  private static List<Path> variants(Path folder) throws IOException {
    List<Path> indices = list(folder, STEM + ".safetensors.index.*.json");
    List<Path> whole = new ArrayList<>(list(folder, STEM + ".*.safetensors"));
    whole.addAll(indices);
    return whole;
  }

  /** A pickle is a program: it is never read. */
  private static void refusePickle(Path folder) throws IOException {
    for (Path file : list(folder, STEM + "*.{bin,pt,pth,ckpt}")) {
      String variant = name(file).substring(STEM.length()).replaceFirst("(-\\d.*|)\\.\\w+$", "");
      throw new IOException(
          ("%s holds the weights as a Python pickle, which could run any program and so is never"
                  + " read; write them as safetensors with these lines of Python: from diffusers"
                  + " import UNet2DModel; UNet2DModel.from_pretrained(r\"%s\","
                  + " use_safetensors=False%s).save_pretrained(r\"%s\").")
              .formatted(
                  file,
                  folder,
                  variant.isEmpty() ? "" : ", variant=\"%s\"".formatted(variant.substring(1)),
                  folder));
    }
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
        entries.forEach(files::add);
      }
    }
    return files.stream().filter(Files::isRegularFile).sorted().toList();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private boolean sharded() {
    return name(main).endsWith(".json");
  }

  /**
   * The files with the tensors: one, or the shards by name.
   *
   * @throws IOException if an index can't be read or a shard is missing
   */
  public List<Path> tensorFiles() throws IOException {
    return sharded() ? ShardIndex.read(main).shards() : List.of(main);
  }

  /**
   * Opens the weights and checks all that describes them.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  public TensorStore open() throws IOException {
    return sharded() ? ShardedTensors.open(main) : Safetensors.open(main);
  }

  /**
   * Copies the files, byte for byte, under names that need no variant to be given.
   *
   * @param folder a folder that holds no weights yet
   */
  public void copyTo(Path folder) throws IOException {
    Files.copy(main, folder.resolve(sharded() ? INDEX : WHOLE));
    if (sharded()) {
      for (Path shard : tensorFiles()) {
        Files.copy(shard, folder.resolve(shard.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /**
   * What tells these weights from all others: the first 16 hexadecimal digits of the SHA-256 of the
   * file, or of the shards' bytes one after the other in the order of their names.
   */
  public String hash() throws IOException {
    return WeightHash.of(FileState.of(tensorFiles()));
  }

  /** What changes when the weights do; reads no tensor. */
  public List<FileState> states() throws IOException {
    return FileState.of(tensorFiles());
  }
}

package io.github.diffusionj.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of several safetensors files that an index lists. */
final class ShardedTensors implements TensorStore {

  private final Path index;
  private final List<Safetensors> shards = new ArrayList<>();
  private final Map<String, Safetensors> byTensor = new LinkedHashMap<>();

  private ShardedTensors(Path index) {
    this.index = index;
  }

  /**
   * Opens all shards and checks them against each other.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  static ShardedTensors open(Path file) throws IOException {
    ShardIndex index = ShardIndex.read(file);
    ShardedTensors tensors = new ShardedTensors(file);
    try {
      for (Path shard : index.shards()) {
        tensors.add(Safetensors.open(shard), index);
      }
      return tensors;
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private void add(Safetensors shard, ShardIndex index) throws IOException {
    shards.add(shard);
    index.check(shard);
    shard.tensors().forEach(tensor -> byTensor.put(tensor.name(), shard));
  }

  @Override
  public List<TensorSpec> tensors() {
    return shards.stream().flatMap(shard -> shard.tensors().stream()).toList();
  }

  @Override
  public boolean has(String name) {
    return byTensor.containsKey(name);
  }

  @Override
  public TensorType type(String name) {
    return byTensor.get(name).type(name);
  }

  @Override
  public TensorSpec spec(String name) {
    return byTensor.get(name).spec(name);
  }

  @Override
  public void read(String name, ByteBuffer into) throws IOException {
    byTensor.get(name).read(name, into);
  }

  @Override
  public ByteBuffer bytes(String name) throws IOException {
    return byTensor.get(name).bytes(name);
  }

  @Override
  public Path file() {
    return index;
  }

  @Override
  public void close() throws IOException {
    for (Safetensors shard : shards) {
      shard.close();
    }
  }
}

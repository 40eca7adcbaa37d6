package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.region.Feather;
import io.github.diffusionj.image.region.FillRegion;
import io.github.diffusionj.image.region.RegionSource;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.MappedItems;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.Records;
import io.github.diffusionj.task.sampling.ItemSampling;
import io.github.diffusionj.task.sampling.ItemSource;
import io.github.diffusionj.task.sampling.KnownItems;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fills a region of an image with what a model finds likely there: from noise to x_0, with the
 * pixels outside kept on the way as the {@link InpaintMethod} says. Every pixel outside the region
 * is the original's, bit for bit.
 *
 * <p>The network sees the region with a margin of the model's sample size around it, not the whole
 * of a large image.
 */
public final class InpaintTask {

  /** The margin for a model that doesn't state a sample size. */
  private static final int DEFAULT_MARGIN = 64;

  private final InpaintOptions options;
  private final ModelSession models;

  /**
   * Fills with the model that the options name.
   *
   * @param models where the task gets it from
   */
  public InpaintTask(InpaintOptions options, ModelSession models) {
    this.options = options;
    this.models = models;
  }

  /** Fills the selection of a whole image. */
  public ImagePlus run(ImagePlus image, Progress progress) throws IOException {
    return run(ImagePart.whole(image), RegionSource.SELECTION, progress);
  }

  /**
   * Fills the region of every slice, each with its own noise. Slices of which nothing is to be
   * filled in are not given to the network.
   *
   * @return a new image, not shown: of the same pixel type, or with several samples a 32-bit
   *     hyperstack with mean, standard deviation and samples along Z
   * @throws IllegalArgumentException if the region is not one that can be filled, or an option
   *     doesn't fit
   * @throws IOException if the model can't be opened
   */
  public ImagePlus run(ImagePart part, RegionSource source, Progress progress) throws IOException {
    FillRegion region = source.of(part);
    return models.use(
        options.model(), progress, (model, hash) -> run(part, region, model, hash, progress));
  }

  private ImagePlus run(
      ImagePart part, FillRegion region, DiffusionModel model, String hash, Progress progress)
      throws IOException {
    ModelFolder folder = model.folder();
    ImageItems items = ImageItems.of(part, folder.network().inChannels());
    MappedItems mapped =
        new MappedItems(items, options.range().resolve(items, DeclaredRange.of(folder)));
    int t = model.schedule().steps();
    SamplerOptions sampler =
        options
            .sampler()
            .with(options.method().kind(options.sampler().kind()))
            .settled(folder.scheduler(), t, options.method().usualSteps());
    List<SamplingStep> steps =
        sampler.plan(
            folder.scheduler(),
            model.schedule(),
            t,
            plain -> options.method().around(plain, options.jump(), options.resamplings()));
    Filling filling = new Filling(model, steps, sampler, mapped, result(items));
    filling.all(region, progress);
    ImagePlus filled = filling.result.finish();
    filling.record(record(folder, hash, steps, sampler)).with(mapped.ranges()).writeTo(filled);
    return filled;
  }

  private FilledItems result(ImageItems items) {
    String title = "Inpainted " + items.title();
    return options.samples() == 1
        ? new SingleSample(items, title)
        : new SampleMoments(items, options.samples(), title);
  }

  private Provenance record(
      ModelFolder folder, String hash, List<SamplingStep> steps, SamplerOptions sampler) {
    Provenance plain = Records.by("Diffusion Inpaint", folder, hash, 1);
    Provenance sampled = sampler.record(plain, folder.scheduler(), steps);
    Provenance record =
        options
            .method()
            .record(sampled, options.jump(), options.resamplings())
            .with(ProvenanceKey.SAMPLES, options.samples())
            .with(ProvenanceKey.FEATHER, options.feather());
    return options.guidance().record(record);
  }

  /** An image on its way to be filled. */
  private final class Filling {

    private final DiffusionModel model;
    private final List<SamplingStep> steps;
    private final SamplerOptions sampler;
    private final ImageItems items;
    private final MappedItems mapped;
    private final FilledItems result;
    private final List<ItemSampling> samplings = new ArrayList<>();

    Filling(
        DiffusionModel model,
        List<SamplingStep> steps,
        SamplerOptions sampler,
        MappedItems mapped,
        FilledItems result) {
      this.model = model;
      this.steps = steps;
      this.sampler = sampler;
      this.items = mapped.items();
      this.mapped = mapped;
      this.result = result;
    }

    /** Items with the same pixels to fill in are sampled together. */
    void all(FillRegion region, Progress progress) throws IOException {
      Map<Set<Integer>, List<Integer>> groups =
          IntStream.range(0, items.count())
              .boxed()
              .collect(
                  Collectors.groupingBy(
                      item -> region.areas(items.slices(item)),
                      LinkedHashMap::new,
                      Collectors.toList()));
      groups.getOrDefault(Set.of(), List.of()).forEach(result::keep);
      groups.remove(Set.<Integer>of());
      double total = groups.values().stream().mapToInt(List::size).sum();
      int done = 0;
      for (Map.Entry<Set<Integer>, List<Integer>> group : groups.entrySet()) {
        int count = group.getValue().size();
        Progress part = progress.part(done / total, (done + count) / total);
        fill(region.mask(group.getKey()), group.getValue(), part);
        done += count;
      }
    }

    private void fill(float[] mask, List<Integer> group, Progress progress) throws IOException {
      int sampleSize = model.folder().network().sampleSize();
      PixelBox seen =
          PixelBox.around(mask, items.width(), sampleSize > 0 ? sampleSize : DEFAULT_MARGIN);
      float[] weight = Feather.of(mask, items.width(), options.feather());
      ItemSampling sampling =
          new ItemSampling(
              model,
              options.guidance().predictor(model),
              steps,
              sampler,
              seen.width(),
              seen.height());
      Group filled = new Group(this, group, seen, weight, options.samples());
      float[] unknown = seen.crop(mask, 1, items.width());
      sampling.run(
          filled.source().keeping(new KnownItems(filled::known, unknown, options.method()::known)),
          filled::write,
          progress);
      samplings.add(sampling);
    }

    Provenance record(Provenance record) {
      Provenance all = record;
      for (ItemSampling sampling : samplings) {
        all = sampling.record(all);
      }
      return all;
    }
  }

  /** Known pixels from the image, filled ones to the result; samples of an item in a row. */
  private record Group(
      Filling filling, List<Integer> numbers, PixelBox seen, float[] weight, int samples) {

    ItemSource source() {
      return ItemSource.of(Math.multiplyExact(numbers.size(), samples), this::place);
    }

    private int item(int index) {
      return numbers.get(index / samples);
    }

    private long place(int index) {
      return filling.items.place(item(index)) * samples + index % samples;
    }

    float[] known(int index) {
      ImageItems items = filling.items;
      float[] values = seen.crop(items.read(item(index)), items.channels(), items.width());
      filling.mapped.toModel(item(index), values);
      return values;
    }

    void write(int index, float[] values) {
      filling.mapped.fromModel(item(index), values);
      ImageItems items = filling.items;
      float[] pixels = seen.paste(values, items.channels(), items.width(), items.height());
      filling.result.write(item(index), index % samples, pixels, weight);
    }
  }
}

package io.github.diffusionj.image.part;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.Duplicator;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImagePartTest {

  static Stream<Arguments> choices() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind ->
                Stream.of("all", "current", "last", "from the second")
                    .map(slices -> Arguments.of(kind, slices)));
  }

  /** The first and last c, z and t of a choice. */
  private static int[] ends(ImagePlus image, String slices, int channel) {
    int z = image.getNSlices();
    int t = image.getNFrames();
    int firstZ = slices.equals("all") || slices.equals("current") ? 1 : Math.min(2, z);
    int firstT = slices.equals("all") || slices.equals("current") ? 1 : Math.min(2, t);
    boolean one = slices.equals("current") || slices.equals("last");
    if (slices.equals("last")) {
      firstZ = z;
      firstT = t;
    }
    return new int[] {
      channel == 0 ? 1 : channel,
      channel == 0 ? image.getNChannels() : channel,
      firstZ,
      one ? firstZ : z,
      firstT,
      one ? firstT : t
    };
  }

  private static ItemChoice choice(String slices, int[] ends, int channel) {
    boolean word = slices.equals("all") || slices.equals("current");
    String text = word ? slices : "z%d-%d,t%d-%d".formatted(ends[2], ends[3], ends[4], ends[5]);
    return ItemChoice.of(text, channel);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void aResultOfAPartIsLikeWhatImageJDuplicatesOfIt(Kind kind, String slices) {
    ImagePlus image = kind.open();
    boolean rgb = image.getBitDepth() == 24;
    for (int channel = 0; channel <= (rgb ? 0 : image.getNChannels()); channel++) {
      int[] ends = ends(image, slices, channel);
      ImagePart part = choice(slices, ends, channel).of(image);
      ImagePlus result = ResultImage.copyOf(ImageItems.of(part, 1), "result").finish();
      ImagePlus duplicate = duplicate(image, ends);
      assertThat(result.getDimensions()).isEqualTo(duplicate.getDimensions());
      assertThat(pixels(result)).isEqualTo(pixels(duplicate));
      assertThat(result.getBitDepth()).isEqualTo(duplicate.getBitDepth());
      assertThat(result.isComposite()).isEqualTo(duplicate.isComposite());
      assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
      assertThat(result.getCalibration().getFunction())
          .isEqualTo(image.getCalibration().getFunction());
      assertThat(result.getProp("sample")).isEqualTo("wing disc");
      assertLabels(result, part, image);
      if (!rgb) {
        assertLooksLike(result, image, channel);
      }
    }
  }

  private static void assertLabels(ImagePlus result, ImagePart part, ImagePlus image) {
    for (int slice = 1; image.getStackSize() > 1 && slice <= result.getStackSize(); slice++) {
      assertThat(result.getStack().getSliceLabel(slice))
          .isEqualTo(image.getStack().getSliceLabel(part.slice(slice)));
    }
  }

  private static void assertLooksLike(ImagePlus result, ImagePlus image, int channel) {
    int first = Math.max(0, channel - 1);
    for (int c = 0; c < result.getNChannels(); c++) {
      assertThat(result.getLuts()[c].getBytes()).isEqualTo(image.getLuts()[first + c].getBytes());
      assertThat(result.getLuts()[c].min).isEqualTo(image.getLuts()[first + c].min);
      assertThat(result.getLuts()[c].max).isEqualTo(image.getLuts()[first + c].max);
    }
  }

  private static ImagePlus duplicate(ImagePlus image, int[] ends) {
    return new Duplicator().run(image, ends[0], ends[1], ends[2], ends[3], ends[4], ends[5]);
  }

  private static Object[] pixels(ImagePlus image) {
    List<Object> pixels = new ArrayList<>();
    for (int i = 1; i <= image.getStackSize(); i++) {
      pixels.add(image.getStack().getProcessor(i).duplicate().getPixels());
    }
    return pixels.toArray();
  }

  @Test
  void oneChannelOfRgbIsGreyWithTheColourAsItsLut() {
    ImagePlus image = Kind.RGB_STACK.open();
    ImagePart part = ItemChoice.of("2-3", 2).of(image);
    assertThat(part.image().getDimensions()).containsExactly(7, 5, 1, 2, 1);
    assertThat(part.image().getBitDepth()).isEqualTo(8);
    byte[] green = ((ColorProcessor) image.getStack().getProcessor(3)).getChannel(2);
    assertThat((byte[]) part.image().getStack().getPixels(2)).containsExactly(green);
    assertThat(part.image().getLuts()[0].getRGB(200)).isEqualTo(0xff00c800);
    assertThat(part.plane(1)).isEqualTo(7);
  }

  @Test
  void theNumberOfAnItemIsThatInTheWhole() {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    ImagePart part = ItemChoice.of("z2-3,t4", 0).of(image);
    ImageItems pairs = ImageItems.of(part, 2);
    assertThat(pairs.count()).isEqualTo(2);
    assertThat(pairs.place(0)).isEqualTo(3 * 3 + 1);
    assertThat(pairs.slices(1)).containsExactly(2 * 11 + 1, 2 * 11 + 2);
    assertThat(pairs.label(1)).isEqualTo("z=3 t=4");
    ImageItems planes = ImageItems.of(ItemChoice.of("z2-3,t4", 2).of(image), 1);
    assertThat(planes.place(0)).isEqualTo(2 * 10 + 1);
    assertThat(planes.wholeChannels()).isEqualTo(2);
  }

  @Test
  void theOverlayHasWhatBelongsToThePart() {
    ImagePlus image = Kind.GREY8_STACK.open();
    Roi second = new Roi(1, 1, 2, 2);
    second.setPosition(2);
    Roi third = new Roi(1, 1, 2, 2);
    third.setPosition(3);
    Roi everywhere = new Roi(0, 0, 2, 2);
    image.setOverlay(new Overlay(second));
    image.getOverlay().add(third);
    image.getOverlay().add(everywhere);
    Overlay overlay = ItemChoice.of("3-4", 0).of(image).image().getOverlay();
    assertThat(overlay.toArray()).hasSize(2);
    assertThat(overlay.get(0).getPosition()).isEqualTo(1);
    assertThat(overlay.get(1).getPosition()).isZero();
    assertThat(image.getOverlay().size()).isEqualTo(3);
    assertThat(third.getPosition()).isEqualTo(3);
  }

  @Test
  void theOverlayOfAHyperstackKeepsChannelsZAndT() {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    Roi roi = new Roi(1, 1, 2, 2);
    roi.setPosition(2, 3, 4);
    image.setOverlay(new Overlay(roi));
    Roi both = ItemChoice.of("z2-3,t2-4", 0).of(image).image().getOverlay().get(0);
    assertThat(List.of(both.getCPosition(), both.getZPosition(), both.getTPosition()))
        .containsExactly(2, 2, 3);
    assertThat(ItemChoice.of("z2-3,t2-4", 1).of(image).image().getOverlay().size()).isZero();
  }

  @Test
  void aVirtualStackIsReadSliceBySlice() {
    List<Integer> read = new ArrayList<>();
    VirtualStack stack =
        new VirtualStack(4, 3, 1000) {
          @Override
          public ImageProcessor getProcessor(int slice) {
            read.add(slice);
            return new ShortProcessor(4, 3);
          }
        };
    stack.setBitDepth(16);
    ImagePlus image = new ImagePlus("many", stack);
    read.clear();
    ImageItems items = ImageItems.of(ItemChoice.of("500-501", 0).of(image), 1);
    ResultImage result = ResultImage.like(items, OutputType.SOURCE, "result");
    result.write(0, items.read(0));
    result.finish();
    assertThat(read).isNotEmpty().allMatch(slice -> slice == 500 || slice == 1);
    read.removeIf(slice -> slice == 1);
    assertThat(read).hasSizeLessThan(5);
  }

  @Test
  void nothingOfTheImageChanges() {
    ImagePlus image = Kind.COMPOSITE8.open();
    ImageStack stack = image.getStack();
    Object[] before = pixels(image);
    String luts = Arrays.toString(image.getLuts());
    ImagePart part = ItemChoice.of("all", 3).of(image);
    ImagePlus shown = ResultImage.copyOf(ImageItems.of(part, 1), "copy").finish();
    shown.setDisplayRange(0, 1);
    shown.getProcessor().set(0, 99);
    assertThat(image.getStack()).isSameAs(stack);
    assertThat(pixels(image)).isEqualTo(before);
    assertThat(Arrays.toString(image.getLuts())).isEqualTo(luts);
    assertThat(Objects.requireNonNull(image.getOverlay()).size()).isEqualTo(1);
  }
}

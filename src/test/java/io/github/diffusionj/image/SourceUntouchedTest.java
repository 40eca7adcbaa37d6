package io.github.diffusionj.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.range.RangeChoice.Mode;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.region.FillRegion;
import io.github.diffusionj.image.region.RegionSource;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.result.Trajectory.Frame;
import io.github.diffusionj.image.source.ImageItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceUntouchedTest {

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothingThatIsDoneWithAnImageChangesIt(Kind kind) {
    ImagePlus image = kind.open();
    image.setSlice(image.getStackSize());
    Roi roi = new Roi(1, 2, 3, 2);
    image.setRoi(roi);
    image.getProcessor().snapshot();
    List<Object> before = state(image);

    useEverything(image);

    assertThat(state(image)).usingRecursiveComparison().isEqualTo(before);
    assertThat(image.getRoi()).isSameAs(roi);
    assertThat(image.getProcessor().getSnapshotPixels()).isNotNull();
  }

  private static List<Object> state(ImagePlus image) {
    List<Object> state = new ArrayList<>();
    state.add(image.getTitle());
    state.add(image.getCurrentSlice());
    state.add(image.getDisplayRangeMin());
    state.add(image.getDisplayRangeMax());
    state.add(image.getRoi().getBounds());
    state.add(image.getOverlay().size());
    state.add(image.getPropertiesAsArray());
    state.add(image.isLocked());
    state.add(image.changes);
    for (int i = 1; i <= image.getStackSize(); i++) {
      ImageProcessor copy = image.getStack().getProcessor(i).duplicate();
      state.add(copy.getPixels());
      state.add(image.getStack().getSliceLabel(i));
    }
    return state;
  }

  private static void useEverything(ImagePlus image) {
    ImageItems items = ImageItems.of(image, 1);
    RangeChoice.of(Mode.DISPLAY).resolve(items, RangeChoice.AUTO);
    RangeChoice.of(Mode.PERCENTILE).resolve(items, RangeChoice.AUTO);
    FillRegion region = RegionSource.SELECTION.of(ImagePart.whole(image));
    float[] mask = region.mask(region.areas(List.of(1)));
    Trajectory trajectory = Trajectory.of(items, List.of(new Frame(5, 0.5)), List.of("x_t"), "way");
    ResultImage result = ResultImage.like(items, OutputType.SOURCE, "result");
    ResultImage copy = ResultImage.copyOf(items, "copy");
    for (int i = 0; i < items.count(); i++) {
      float[] values = items.read(i);
      Arrays.fill(values, 3);
      result.write(i, values);
      copy.write(i, values, mask);
      trajectory.write(i, 0, 0, values);
    }
    trajectory.finish().setDisplayRange(0, 1);
    Provenance.by("test").writeTo(copy.finish());
    ImagePlus finished = result.finish();
    finished.getOverlay().get(0).setLocation(3, 3);
    finished.getCalibration().pixelWidth = 9;
    finished.setDisplayRange(0, 1);
  }
}

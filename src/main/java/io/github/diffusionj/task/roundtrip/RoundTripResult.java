package io.github.diffusionj.task.roundtrip;

import ij.ImagePlus;
import java.util.List;

/**
 * What came back.
 *
 * @param title of the image
 * @param rows for each clipping, each t in the order that was asked for
 * @param montage of the first item and seed: the original in the first column, then for each t x_t
 *     above and what came back below, a row for each clipping
 */
public record RoundTripResult(String title, List<RoundTripRow> rows, ImagePlus montage) {

  public RoundTripResult {
    rows = List.copyOf(rows);
  }
}

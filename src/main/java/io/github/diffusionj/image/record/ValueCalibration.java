package io.github.diffusionj.image.record;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.CurveFitter;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.PixelType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The function from stored to calibrated pixel values, such as the −32768 of signed 16-bit images.
 *
 * <p>ImageJ drops it from 32-bit images, so it travels in the {@link Provenance} until the data is
 * back in its original type. Custom tables are not kept, as TIFF files do not keep them either.
 */
public record ValueCalibration(
    int function, boolean zeroClip, List<Double> coefficients, String unit) {

  /** That of the image, else the one that its record keeps for it. */
  static Optional<ValueCalibration> of(ImagePlus image) {
    Calibration calibration = image.getCalibration();
    int function = calibration.getFunction();
    if (parametric(function) || function == Calibration.UNCALIBRATED_OD) {
      return Optional.of(
          new ValueCalibration(
              function,
              calibration.zeroClip(),
              parametric(function) ? list(calibration.getCoefficients()) : List.of(),
              calibration.getValueUnit()));
    }
    return recorded(image);
  }

  private static Optional<ValueCalibration> recorded(ImagePlus image) {
    return Provenance.of(image)
        .flatMap(made -> made.get(ProvenanceKey.VALUE_CALIBRATION))
        .map(ValueCalibration::parse);
  }

  private static List<Double> list(double[] coefficients) {
    return Arrays.stream(coefficients).boxed().toList();
  }

  private static boolean parametric(int function) {
    return function >= Calibration.STRAIGHT_LINE && function <= Calibration.EXP_RECOVERY;
  }

  /** Gives a result that is back in the recorded source type the function that it had there. */
  public static void restore(ImagePlus source, ImagePlus result) {
    Optional<PixelType> original = Provenance.of(source).flatMap(Provenance::sourceType);
    boolean back =
        original.filter(type -> type == PixelType.of(result)).isPresent()
            && PixelType.of(source) == PixelType.FLOAT32
            && PixelType.of(result).bounded();
    if (back) {
      recorded(source).ifPresent(function -> function.applyTo(result.getCalibration()));
    }
  }

  private void applyTo(Calibration calibration) {
    double[] numbers = coefficients.stream().mapToDouble(Double::doubleValue).toArray();
    calibration.setFunction(function, numbers.length == 0 ? null : numbers, unit, zeroClip);
  }

  /** One line: function, zero clip, coefficients separated by commas (or -), unit. */
  String text() {
    String numbers = coefficients.stream().map(Numbers::text).collect(Collectors.joining(","));
    return function + " " + zeroClip + " " + (numbers.isEmpty() ? "-" : numbers) + " " + unit;
  }

  /** The inverse of {@link #text()}. */
  static ValueCalibration parse(String text) {
    String[] parts = text.split(" ", 4);
    int function = parts.length == 4 ? Integer.parseInt(parts[0]) : Calibration.NONE;
    boolean table = function == Calibration.UNCALIBRATED_OD;
    if (!(parametric(function) || table) || !parts[1].matches("true|false")) {
      throw new IllegalArgumentException("Not a calibration function: " + text);
    }
    List<Double> coefficients =
        table ? List.of() : Arrays.stream(parts[2].split(",", -1)).map(Double::valueOf).toList();
    // ImageJ reads beyond the end of too short a list whenever it shows a value.
    boolean fits = table || coefficients.size() == CurveFitter.getNumParams(function);
    if (!fits || !coefficients.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("Not the coefficients of the function: " + text);
    }
    return new ValueCalibration(function, Boolean.parseBoolean(parts[1]), coefficients, parts[3]);
  }
}

package io.github.diffusionj.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.Random;

/** The kinds of image that people have open, with everything set that a result has to keep. */
public enum Kind {
  GREY8,
  GREY8_STACK,
  COLOURED_LUT,
  GREY16,
  SIGNED16,
  OPTICAL_DENSITY,
  UNCALIBRATED_DENSITY,
  FLOAT32,
  FLOAT32_TIME_SERIES,
  RGB,
  RGB_STACK,
  COMPOSITE8,
  COMPOSITE16_HYPERSTACK,
  VIRTUAL16,
  VIRTUAL16_HYPERSTACK,
  VIRTUAL_RGB_STACK;

  public static final int WIDTH = 7;
  public static final int HEIGHT = 5;

  /** A new image each time, with the same random pixels. */
  public ImagePlus open() {
    ImagePlus image = bare();
    Calibration calibration = image.getCalibration();
    calibration.pixelWidth = 0.25;
    calibration.pixelHeight = 0.5;
    calibration.pixelDepth = 2;
    calibration.frameInterval = 1.5;
    calibration.setUnit("µm");
    image.setProperty("Info", "objective: 63x");
    image.setProp("sample", "wing disc");
    image.setProp("diffusionj.command", "Something older");
    Roi annotation = new Roi(1, 1, 2, 2);
    annotation.setName("annotation");
    image.setOverlay(new Overlay(annotation));
    return image;
  }

  private ImagePlus bare() {
    return switch (this) {
      case GREY8 -> plain(8, 1);
      case GREY8_STACK -> plain(8, 4);
      case COLOURED_LUT -> colouredLut();
      case GREY16 -> plain(16, 1);
      case SIGNED16 -> signed();
      case OPTICAL_DENSITY -> opticalDensity();
      case UNCALIBRATED_DENSITY -> uncalibratedDensity();
      case FLOAT32 -> plain(32, 1);
      case FLOAT32_TIME_SERIES -> timeSeries();
      case RGB -> plain(24, 1);
      case RGB_STACK -> plain(24, 3);
      case COMPOSITE8 -> composite(stack(8, 3), 3, 1, 1);
      case COMPOSITE16_HYPERSTACK -> composite(stack(16, 24), 2, 3, 4);
      case VIRTUAL16 -> virtual();
      case VIRTUAL16_HYPERSTACK -> composite(new CountedStack(stack(16, 12)), 2, 3, 2);
      case VIRTUAL_RGB_STACK -> new ImagePlus("virtual", new CountedStack(stack(24, 9)));
    };
  }

  private static ImagePlus plain(int bits, int slices) {
    ImagePlus image = new ImagePlus(bits + "-bit", stack(bits, slices));
    if (bits != 24) {
      image.setDisplayRange(20, 180);
    }
    return image;
  }

  private static ImageStack stack(int bits, int slices) {
    Random random = new Random(bits);
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 1; i <= slices; i++) {
      stack.addSlice(slices > 1 ? "plane " + i : null, processor(bits, random));
    }
    return stack;
  }

  private static ImageProcessor processor(int bits, Random random) {
    ImageProcessor ip =
        switch (bits) {
          case 8 -> new ByteProcessor(WIDTH, HEIGHT);
          case 16 -> new ShortProcessor(WIDTH, HEIGHT);
          case 24 -> new ColorProcessor(WIDTH, HEIGHT);
          default -> new FloatProcessor(WIDTH, HEIGHT);
        };
    for (int i = 0; i < ip.getPixelCount(); i++) {
      switch (bits) {
        case 8 -> ip.set(i, random.nextInt(256));
        case 16 -> ip.set(i, random.nextInt(65536));
        case 24 -> ip.set(i, 0xff000000 | random.nextInt(1 << 24));
        default -> ip.setf(i, (float) (300 * random.nextGaussian()));
      }
    }
    return ip;
  }

  private static ImagePlus colouredLut() {
    ImagePlus image = plain(8, 1);
    image.setLut(LUT.createLutFromColor(Color.MAGENTA));
    image.setTypeToColor256();
    image.setDisplayRange(20, 180);
    return image;
  }

  private static ImagePlus signed() {
    ImagePlus image = plain(16, 2);
    image.getCalibration().setSigned16BitCalibration();
    return image;
  }

  private static ImagePlus opticalDensity() {
    ImagePlus image = plain(8, 1);
    image
        .getCalibration()
        .setFunction(Calibration.POLY2, new double[] {2, -0.01, 1e-5}, "OD", true);
    return image;
  }

  private static ImagePlus uncalibratedDensity() {
    ImagePlus image = plain(8, 1);
    image.getCalibration().setFunction(Calibration.UNCALIBRATED_OD, null, "Uncalibrated OD");
    return image;
  }

  private static ImagePlus timeSeries() {
    ImagePlus image = plain(32, 4);
    image.setDimensions(1, 1, 4);
    image.setOpenAsHyperStack(true);
    return image;
  }

  private static ImagePlus composite(ImageStack stack, int channels, int slices, int frames) {
    ImagePlus image = new ImagePlus("composite", stack);
    image.setDimensions(channels, slices, frames);
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    Color[] colours = {Color.CYAN, Color.YELLOW, Color.MAGENTA};
    for (int c = 0; c < channels; c++) {
      LUT lut = LUT.createLutFromColor(colours[c]);
      lut.min = 10 + c;
      lut.max = 200 + 10 * c;
      composite.setChannelLut(lut, c + 1);
    }
    return composite;
  }

  private static ImagePlus virtual() {
    ImagePlus image = new ImagePlus("virtual", new CountedStack(stack(16, 3)));
    image.setDisplayRange(20, 180);
    return image;
  }
}

package io.github.diffusionj.image.part;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.LUT;
import java.awt.Color;
import java.util.stream.IntStream;

/**
 * Some slices of an image, with all of its channels or one, as an image of its own. It has what
 * ImageJ's Duplicate gives them (dimensions, labels, LUT, display range, calibration, properties
 * and the overlay's elements that belong there), but shares the pixels, and a virtual stack is read
 * slice by slice.
 */
public final class ImagePart {

  private static final Color[] COLOURS = {Color.RED, Color.GREEN, Color.BLUE};

  private final ImagePlus whole;
  private final ImagePlus image;
  private final int[] slices;
  private final int component;

  private ImagePart(ImagePlus whole, ImagePlus image, int[] slices, int component) {
    this.whole = whole;
    this.image = image;
    this.slices = slices;
    this.component = component;
  }

  /** An image itself. */
  public static ImagePart whole(ImagePlus image) {
    return new ImagePart(image, image, IntStream.rangeClosed(1, image.getStackSize()).toArray(), 0);
  }

  /** Channels as a model counts them: 3 for RGB, else the image's own. */
  static int channels(ImagePlus image) {
    return isRgb(image) ? 3 : image.getNChannels();
  }

  private static boolean isRgb(ImagePlus image) {
    return image.getType() == ImagePlus.COLOR_RGB;
  }

  static ImagePart of(ImagePlus whole, int channel, Span z, Span t) {
    int component = isRgb(whole) ? channel : 0;
    int stored = isRgb(whole) ? 0 : channel;
    int[] slices =
        IntStream.rangeClosed(1, whole.getStackSize())
            .filter(slice -> has(whole.convertIndexToPosition(slice), stored, z, t))
            .toArray();
    PartStack stack = new PartStack(whole.getStack(), slices, component);
    ImagePlus image = new ImagePlus(whole.getTitle(), stack);
    image.setDimensions(stored == 0 ? whole.getNChannels() : 1, z.length(), t.length());
    image.setOpenAsHyperStack(whole.isHyperStack());
    ImagePlus part = coloured(image, whole, channel);
    carry(whole, part, slices);
    carryOverlay(whole, part, stored, z, t);
    return new ImagePart(whole, part, slices, component);
  }

  private static boolean has(int[] place, int channel, Span z, Span t) {
    return (channel == 0 || channel == place[0]) && z.contains(place[1]) && t.contains(place[2]);
  }

  private static ImagePlus coloured(ImagePlus image, ImagePlus whole, int channel) {
    if (isRgb(whole)) {
      return channel == 0 ? image : shown(image, component(channel));
    }
    if (channel == 0 && whole instanceof CompositeImage look) {
      CompositeImage composite = new CompositeImage(image, look.getMode());
      composite.copyLuts(look);
      LUT first = composite.getLuts()[0];
      composite.setDisplayRange(first.min, first.max);
      return composite;
    }
    boolean own = channel > 0 && whole instanceof CompositeImage;
    return shown(image, own ? ((CompositeImage) whole).getChannelLut(channel) : lut(whole));
  }

  /** The LUT with the display range, which is the image's where there is one for all channels. */
  private static LUT lut(ImagePlus image) {
    LUT lut = image.getLuts()[0];
    lut.min = image.getDisplayRangeMin();
    lut.max = image.getDisplayRangeMax();
    return lut;
  }

  private static LUT component(int channel) {
    LUT lut = LUT.createLutFromColor(COLOURS[channel - 1]);
    lut.min = 0;
    lut.max = 255;
    return lut;
  }

  private static ImagePlus shown(ImagePlus image, LUT lut) {
    image.setLut(lut);
    image.setDisplayRange(lut.min, lut.max);
    return image;
  }

  private static void carry(ImagePlus whole, ImagePlus part, int[] slices) {
    part.setCalibration(whole.getCalibration());
    if (whole.getInfoProperty() != null) {
      part.setProperty("Info", whole.getInfoProperty());
    }
    part.setProperties(whole.getPropertiesAsArray());
    if (slices.length == 1 && whole.getStackSize() > 1) {
      part.setProp("Slice_Label", whole.getStack().getSliceLabel(slices[0]));
    }
  }

  private static void carryOverlay(ImagePlus whole, ImagePlus part, int channel, Span z, Span t) {
    if (whole.getOverlay() == null) {
      return;
    }
    Overlay overlay = whole.getOverlay().duplicate();
    Roi[] elements = overlay.toArray();
    overlay.clear();
    for (Roi roi : elements) {
      RoiPlace place = RoiPlace.of(roi, whole);
      boolean here =
          (channel == 0 || place.channel() == 0 || place.channel() == channel)
              && (place.z() == 0 || z.contains(place.z()))
              && (place.t() == 0 || t.contains(place.t()));
      if (here) {
        int c = channel == 0 ? place.channel() : 0;
        move(roi, new RoiPlace(c, shifted(place.z(), z), shifted(place.t(), t)), part);
        overlay.add(roi);
      }
    }
    part.setOverlay(overlay);
    part.setHideOverlay(whole.getHideOverlay());
  }

  private static int shifted(int number, Span span) {
    return number == 0 || span.length() == 1 ? 0 : number - span.first() + 1;
  }

  /** A hyperstack's ROI has three numbers, that of a plain stack one. */
  private static void move(Roi roi, RoiPlace place, ImagePlus part) {
    if (roi.hasHyperStackPosition() || part.getNChannels() > 1) {
      roi.setPosition(place.channel(), place.z(), place.t());
    } else {
      roi.setPosition(Math.max(place.z(), place.t()));
    }
  }

  /** The part as an image, for reading alone. */
  public ImagePlus image() {
    return image;
  }

  /** The image that this is a part of. */
  public ImagePlus whole() {
    return whole;
  }

  /** Whether this is one channel of several. */
  public boolean oneOfSeveralChannels() {
    return channels(image) < channels(whole);
  }

  /** The number in the whole image, from 1, of a slice of the part, from 1. */
  public int slice(int slice) {
    return slices[slice - 1];
  }

  /** The numbers in the whole image, from 1, of all slices. */
  public int[] slices() {
    return slices.clone();
  }

  /** Channels of the whole image, as a model counts them: 3 for RGB. */
  public int wholeChannels() {
    return channels(whole);
  }

  /**
   * The number in the whole image of a plane of the part, both from 0. An RGB slice has three
   * planes.
   */
  public int plane(int plane) {
    if (!isRgb(whole)) {
      return slices[plane] - 1;
    }
    return component > 0
        ? 3 * (slices[plane] - 1) + component - 1
        : 3 * (slices[plane / 3] - 1) + plane % 3;
  }
}

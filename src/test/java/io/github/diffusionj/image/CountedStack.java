package io.github.diffusionj.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A virtual stack that can tell which slices were read, and how many of them are still held. */
public final class CountedStack extends VirtualStack {

  /** More pixel arrays than the image itself needs, and fewer than a stack that is read whole. */
  public static final int FEW = 7;

  private final ImageStack slices;
  private final Set<Integer> read = new TreeSet<>();
  private final List<WeakReference<Object>> given = new ArrayList<>();
  private int mostHeld;
  private boolean counting;

  CountedStack(ImageStack slices) {
    super(slices.getWidth(), slices.getHeight(), slices.getSize());
    this.slices = slices;
    setBitDepth(slices.getBitDepth());
  }

  /** The stack of an image if it counts, else one that is empty. */
  public static CountedStack of(ImagePlus image) {
    return image.getStack() instanceof CountedStack counted
        ? counted
        : new CountedStack(new ImageStack(1, 1));
  }

  @Override
  public synchronized ImageProcessor getProcessor(int slice) {
    ImageProcessor ip = slices.getProcessor(slice).duplicate();
    if (counting) {
      count(slice, ip);
    }
    return ip;
  }

  private void count(int slice, ImageProcessor ip) {
    read.add(slice);
    given.add(new WeakReference<>(ip.getPixels()));
    if (given.size() > FEW) {
      System.gc();
      given.removeIf(pixels -> pixels.refersTo(null));
      mostHeld = Math.max(mostHeld, given.size());
    }
  }

  @Override
  public Object getPixels(int slice) {
    return getProcessor(slice).getPixels();
  }

  @Override
  public String getSliceLabel(int slice) {
    return slices.getSliceLabel(slice);
  }

  /** Starts counting, which collects garbage now and then, anew. */
  public synchronized void count() {
    counting = true;
    read.clear();
    given.clear();
    mostHeld = 0;
  }

  /** The slices that were read, from 1. */
  public synchronized Set<Integer> read() {
    return Set.copyOf(read);
  }

  /**
   * The largest number of slices whose pixels were in use at once, if it is above FEW, else less.
   */
  public synchronized int mostHeld() {
    return mostHeld;
  }
}

package io.github.diffusionj.image.noise;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import ij.util.ThreadUtil;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Blurs planes by a Gaussian whose edges repeat the outermost pixels.
 *
 * <p>ImageJ blurs in threads of a pool that would wait for more work for ever, and a virtual
 * machine without a window, as of a headless Fiji, would not end. So they are told to end when they
 * have had no work for {@value #IDLE_SECONDS} s; work that they have is not cut off.
 */
public final class LowPass {

  private static final double ACCURACY = 1e-4;
  private static final int IDLE_SECONDS = 1;

  private LowPass() {}

  /**
   * Blurs in place.
   *
   * @param plane H·W values
   * @param sigma the Gaussian's standard deviation in pixels
   */
  public static void apply(float[] plane, int width, int height, double sigma) {
    letIdleThreadsEnd(ThreadUtil.threadPoolExecutor);
    new GaussianBlur()
        .blurGaussian(new FloatProcessor(width, height, plane), sigma, sigma, ACCURACY);
  }

  private static void letIdleThreadsEnd(ThreadPoolExecutor pool) {
    if (!pool.allowsCoreThreadTimeOut()) {
      pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
      pool.allowCoreThreadTimeOut(true);
    }
  }
}

package io.github.diffusionj.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import io.github.diffusionj.base.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The PyTorch engine, brought up once in a process, offline. Its settings may change between runs;
 * a network that is open keeps the device and precision that it was opened with.
 */
public final class Torch {

  private static Torch instance;
  private static volatile EngineSettings settings = EngineSettings.DEFAULT;

  private final Engine engine;
  private final int defaultThreads;
  private final AtomicBoolean training = new AtomicBoolean();

  private Torch(Engine engine) {
    this.engine = engine;
    this.defaultThreads = JniUtils.getNumThreads();
  }

  /**
   * The engine with the settings in force. The number of threads holds for the calling thread alone
   * once that has computed something, so each thread that computes gets the engine here.
   *
   * @throws IOException with a sentence, if there is no usable PyTorch library
   */
  public static Torch get() throws IOException {
    return get(Progress.NONE);
  }

  /**
   * The same.
   *
   * @param progress is told if the library was damaged and had to be unpacked anew
   * @throws IOException with a sentence, if there is no usable PyTorch library
   */
  public static synchronized Torch get(Progress progress) throws IOException {
    if (instance == null) {
      instance = new Torch(load(progress));
    }
    instance.applyThreads();
    return instance;
  }

  /**
   * Changes the settings for networks that are opened from now on.
   *
   * @throws IOException if there is no usable PyTorch library
   * @throws IllegalArgumentException if the device is not there; the settings stay as they were
   */
  public static synchronized EngineReport use(EngineSettings wanted) throws IOException {
    Torch torch = get();
    torch.device(wanted);
    settings = wanted;
    torch.applyThreads();
    return torch.report();
  }

  /**
   * Sets what is in force when a network is opened, without loading the library. Whether the device
   * is there shows then.
   */
  public static synchronized void prefer(EngineSettings wanted) {
    settings = wanted;
  }

  private static Engine load(Progress progress) throws IOException {
    NativeLibrary library = NativeLibrary.ofProcess();
    library.check();
    NativeCache cache = NativeCache.ofProcess();
    cache.prepare();
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // DJL looks its engines up once, through this loader; in ImageJ it would not see the plugin.
    thread.setContextClassLoader(Torch.class.getClassLoader());
    try {
      if (library.unpacked()) {
        cache.mend(Platform.detectPlatform("pytorch"), thread.getContextClassLoader(), progress);
      }
      return Engine.getEngine("PyTorch");
    } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
      throw new IOException("The PyTorch library could not be loaded: " + rootMessage(e), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private void applyThreads() {
    JniUtils.setNumThreads(settings.threads() == 0 ? defaultThreads : settings.threads());
  }

  /** What runs where, and why. */
  public EngineReport report() {
    Device device = device(settings);
    return new EngineReport(
        name(device),
        reason(),
        JniUtils.getNumThreads(),
        settings.precision(),
        engine.getVersion(),
        Engine.getDjlVersion(),
        engine.getGpuCount());
  }

  private String reason() {
    if (!settings.device().equals("auto")) {
      return "as set";
    }
    return engine.getGpuCount() > 0
        ? "chosen since PyTorch sees a CUDA GPU"
        : "chosen since PyTorch sees no CUDA GPU; its CPU build never does";
  }

  private static String name(Device device) {
    return device.getDeviceId() < 0
        ? device.getDeviceType()
        : device.getDeviceType() + device.getDeviceId();
  }

  private Device device(EngineSettings wanted) {
    String name = wanted.device();
    int gpus = engine.getGpuCount();
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    if (name.equals("mps")) {
      return mps();
    }
    int gpu = name.equals("auto") ? 0 : Integer.parseInt(name.substring("gpu".length()));
    if (gpu >= gpus) {
      throw new IllegalArgumentException(
          "device %s is not there: PyTorch sees %d CUDA GPUs; use auto or cpu."
              .formatted(name, gpus));
    }
    return Device.gpu(gpu);
  }

  private static Device mps() {
    boolean apple =
        System.getProperty("os.name").startsWith("Mac")
            && System.getProperty("os.arch").equals("aarch64");
    if (!apple) {
      throw new IllegalArgumentException(
          "device mps is there on Macs with an Apple processor only; use auto or cpu.");
    }
    return Device.fromName("mps");
  }

  /** A manager of native memory on the device in force; the caller closes it. */
  public NDManager newManager() {
    return engine.newBaseManager(device(settings));
  }

  /**
   * A manager on a device that one run chooses; the caller closes it.
   *
   * @param name as in {@link EngineSettings}, where auto is the device in force
   * @throws IllegalArgumentException if it is not there
   */
  public NDManager newManager(String name) {
    return engine.newBaseManager(device(name));
  }

  /**
   * Looks for a device.
   *
   * @param name as for {@link #newManager(String)}
   * @throws IllegalArgumentException if it is not there
   */
  public void checkDevice(String name) {
    device(name);
  }

  private Device device(String name) {
    boolean inForce = name.equals(EngineSettings.DEFAULT.device());
    return device(inForce ? settings : settings.withDevice(name));
  }

  /**
   * Takes the turn to train: gradients are collected for one training at a time in the whole
   * process.
   *
   * @return to be closed when the training has ended
   * @throws IllegalArgumentException if another training is running
   */
  public Closeable takeTurnToTrain() {
    if (!training.compareAndSet(false, true)) {
      throw new IllegalArgumentException(
          "Another training is running, and there can be one at a time; wait for it, or stop it with Esc.");
    }
    return () -> training.set(false);
  }

  /** The engine, for models and gradients. */
  public Engine engine() {
    return engine;
  }

  /** The settings in force. */
  public EngineSettings settings() {
    return settings;
  }

  /** The number type in force. */
  public Precision precision() {
    return settings.precision();
  }
}

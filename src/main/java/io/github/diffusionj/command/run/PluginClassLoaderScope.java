package io.github.diffusionj.command.run;

/**
 * Makes the plugin's class loader the thread's own while it is open.
 *
 * <p>ImageJ loads plugins with a loader of its own but leaves the application's as the thread's
 * context class loader, with which neither DJL nor SciJava finds what is in {@code jars/}.
 */
public final class PluginClassLoaderScope implements AutoCloseable {

  private final ClassLoader previous = Thread.currentThread().getContextClassLoader();

  private PluginClassLoaderScope() {}

  /** Sets the class loader until the scope is closed by the same thread. */
  public static PluginClassLoaderScope enter() {
    PluginClassLoaderScope scope = new PluginClassLoaderScope();
    Thread.currentThread().setContextClassLoader(PluginClassLoaderScope.class.getClassLoader());
    return scope;
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(previous);
  }
}

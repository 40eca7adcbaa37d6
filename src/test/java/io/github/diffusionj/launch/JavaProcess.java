package io.github.diffusionj.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A virtual machine of its own on the test's class path, with its own ImageJ preferences.
 *
 * @param exitCode what it ended with
 * @param out what it printed to the standard output
 * @param err what it printed to the standard error
 */
public record JavaProcess(int exitCode, String out, String err) {

  private static final int MINUTES = 5;

  /**
   * Runs a class and waits for its end.
   *
   * @param folder an empty folder for its files
   */
  public static JavaProcess run(Path folder, Class<?> main, String... args)
      throws IOException, InterruptedException {
    return run(folder, System.getProperty("java.class.path"), main, args);
  }

  /** As {@link #run(Path, Class, String...)}, with another class path. */
  static JavaProcess run(Path folder, String classPath, Class<?> main, String... args)
      throws IOException, InterruptedException {
    return finish(folder, command(folder, main, args), classPath);
  }

  private static JavaProcess finish(Path folder, List<String> command, String classPath)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process = start(command, classPath, out, err);
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("It did not end: " + Files.readString(out) + Files.readString(err));
    }
    return new JavaProcess(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** As {@link #run(Path, Class, String...)}, with so much memory for objects. */
  public static JavaProcess runWithHeap(int megabytes, Path folder, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = command(folder, main, args);
    command.add(1, "-Xmx" + megabytes + "m");
    return finish(folder, command, System.getProperty("java.class.path"));
  }

  /**
   * As {@link #run(Path, Class, String...)}, with no file growing beyond a size: writing more fails
   * as on a full disk. For systems with a POSIX shell.
   *
   * @param blocks the largest size in units of 512 bytes
   */
  public static JavaProcess runWithin(int blocks, Path folder, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> limited =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
    limited.addAll(command(folder, main, args));
    return finish(folder, limited, System.getProperty("java.class.path"));
  }

  /** Starts a class and goes on; what it prints goes to files. */
  public static Process start(Path folder, Class<?> main, String... args) throws IOException {
    return start(
        command(folder, main, args),
        System.getProperty("java.class.path"),
        folder.resolve("out.txt"),
        folder.resolve("err.txt"));
  }

  private static Process start(List<String> command, String classPath, Path out, Path err)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  private static List<String> command(Path folder, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1"); // short runs: no time for the optimizing compiler
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Duser.home=" + folder);
    command.add("-Dplugins.dir=" + pluginsFolder(folder));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** A folder with the one jar that ImageJ reads the menu entries from, and one for the tests. */
  private static Path pluginsFolder(Path folder) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("ImageJ/plugins"));
    writeJar(plugins.resolve("DiffusionJ_.jar"), "/plugins.config");
    writeJar(plugins.resolve("Sample_.jar"), "/sample-plugins.config");
    return plugins.getParent();
  }

  private static void writeJar(Path jar, String config) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = JavaProcess.class.getResourceAsStream(config)) {
      out.putNextEntry(new JarEntry("plugins.config"));
      in.transferTo(out);
    }
  }

  static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}

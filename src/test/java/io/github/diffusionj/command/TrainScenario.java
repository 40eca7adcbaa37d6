package io.github.diffusionj.command;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.diffusionj.command.manage.TrainCommand;
import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person who trains a tiny model on a folder from the dialog, stops, resumes by the recorded
 * macro, and generates.
 */
public final class TrainScenario {

  private static final String LABEL = "Diffusion Train...";
  private static final Pattern DONE = Pattern.compile("(\\d+) of (\\d+) steps were taken");

  private TrainScenario() {}

  /**
   * Plays the scenario.
   *
   * @param args a folder
   */
  public static void main(String[] args) throws Exception {
    try {
      play(Path.of(args[0]));
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void play(Path folder) throws Exception {
    ImageJ.main(new String[0]);
    WindowScenario.await(() -> IJ.getInstance() != null && IJ.getInstance().isVisible());
    Path images = Files.createDirectory(folder.resolve("my images"));
    IJ.saveAsTiff(IJ.createImage("i", "8-bit ramp", 40, 30, 1), images + "/ramp.tif");
    Path model = folder.resolve("my model");
    Recorder recorder = new Recorder();
    IJ.doCommand(LABEL);
    GenericDialog dialog = WindowScenario.dialog();
    fill(dialog, "folder", images.toString());
    fill(dialog, "output", model.toString());
    fill(dialog, "patch", "16");
    fill(dialog, "channels", "8,16");
    fill(dialog, "batch", "2");
    fill(dialog, "steps", "600");
    WindowScenario.shoot(new File(folder.toFile(), "train-dialog.png"));
    WindowScenario.press(dialog, WindowScenario.ok(dialog));
    WindowScenario.await(() -> Files.exists(folder.resolve("my model.training/training.json")));
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    int stopped = WindowScenario.await(() -> steps(model));
    String macro = WindowScenario.await(() -> line(recorder));
    recorder.close();
    System.out.println("stopped early: " + (stopped > 0 && stopped < 600));
    IJ.runMacro(macro.replace("\");", " resume\");"));
    System.out.println("steps after resume: " + steps(model));
    System.out.println("loss window: " + (WindowManager.getImage("Training loss") != null));
    WindowScenario.shoot(new File(folder.toFile(), "train-windows.png"));
    IJ.runMacro("run('Diffusion Generate...', 'model=[%s] n=1 steps=2');".formatted(model));
    ImagePlus generated = WindowManager.getCurrentImage();
    System.out.println("generated: " + generated.getWidth() + " × " + generated.getHeight());
  }

  private static void fill(GenericDialog dialog, String key, String text) throws Exception {
    List<String> typed =
        new CommandRun("Diffusion Train", TrainCommand.class)
            .spec().parameters().stream()
                .filter(p -> !p.isSwitch() && p.choices().isEmpty())
                .map(ParameterSpec::key)
                .toList();
    WindowScenario.type(dialog.getStringFields().get(typed.indexOf(key)), text);
  }

  private static String line(Recorder recorder) {
    return recorder
        .getText()
        .lines()
        .filter(line -> line.startsWith("run(\"" + LABEL))
        .findAny()
        .orElse(null);
  }

  /** The steps that a model's card tells of, or null. */
  private static Integer steps(Path model) throws Exception {
    Path card = model.resolve("README.md");
    Matcher matcher = DONE.matcher(Files.exists(card) ? Files.readString(card) : "");
    return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
  }
}

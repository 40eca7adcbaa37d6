package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Roi;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that is wrong: the sentence that the user gets, and that nothing is lost. */
class BadInputTest {

  private static final String CATALOG = "diffusionj.models";

  @TempDir static Path models;

  @BeforeAll
  static void writeModels() throws IOException {
    ModelFolder tiny = TinyModel.create(models.resolve("tiny"), 1);
    TinyModel.create(models.resolve("colours"), 3);
    Files.delete(TinyModel.create(models.resolve("no-weights"), 1).weights());
    Files.delete(config("no-schedule", "scheduler/scheduler_config.json"));
    Files.writeString(config("odd-range", "diffusionj.json"), "{\"range\": \"all\"}");
    Files.writeString(config("garbage", "unet/config.json"), "{ not json");
    Path cut = TinyModel.create(models.resolve("cut-short"), 1).weights();
    try (FileChannel file = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    Path mixed = TinyModel.create(models.resolve("mixed"), 3).weights();
    Files.copy(tiny.weights(), mixed, StandardCopyOption.REPLACE_EXISTING);
    System.setProperty(CATALOG, models.toString());
  }

  private static Path config(String name, String file) throws IOException {
    return TinyModel.create(models.resolve(name), 1).path().resolve(file);
  }

  @AfterAll
  static void tidyUp() {
    System.clearProperty(CATALOG);
  }

  private static ImagePlus image(String kind) {
    return switch (kind) {
      case "none" -> null;
      case "grey" -> IJ.createImage("grey", "8-bit ramp", 12, 10, 2);
      case "line" -> {
        ImagePlus image = IJ.createImage("line", "8-bit ramp", 12, 10, 1);
        image.setRoi(new Line(1, 1, 5, 5));
        yield image;
      }
      case "outside" -> {
        ImagePlus image = IJ.createImage("outside", "8-bit ramp", 12, 10, 1);
        image.setRoi(new Roi(50, 50, 5, 5));
        yield image;
      }
      case "nan" -> {
        ImagePlus image = IJ.createImage("nan", "32-bit ramp", 12, 10, 1);
        image.getProcessor().setf(3, 4, Float.NaN);
        yield image;
      }
      case "locked" -> {
        ImagePlus image = IJ.createImage("locked", "8-bit ramp", 12, 10, 1);
        image.lock();
        yield image;
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          noise    | none    | t=5 | There are no images open; Diffusion Noise needs one.
          denoise  | none    | t=5 | There are no images open; Diffusion Denoise needs one.
          inpaint  | none    | model=tiny | There are no images open; Diffusion Inpaint needs one.
          noise    | locked  | t=5 | 'locked' is in use by another command.
          inpaint  | grey    | model=tiny | Inpaint needs an area selection, but 'grey' has no selection.
          inpaint  | line    | model=tiny | Inpaint needs an area selection, but 'line' has one of type straight line.
          inpaint  | outside | model=tiny | Inpaint needs a region with at least one pixel in it, but the selection contains no pixel of 'outside'.
          inpaint  | grey    | model=tiny region=scratches | region must be selection, roi_manager, overlay or the title of an open image, but there is no 'scratches'.
          inpaint  | grey    | model=tiny region=overlay | Inpaint with region=overlay needs an overlay, but 'grey' has none.
          denoise  | grey    | model=tiny t=5 slices=3 | slices must be between 1 and 2 for 'grey', but is 3.
          noise    | grey    | t=5 slices=some | slices must be all, current, a number or a range such as 2-5, or z and t such as z2-5,t1, but is 'some'.
          noise    | grey    | t=5 channel=2 | channel must be between 0 (all) and 1 for 'grey', but is 2.
          noise    | grey    | t=1500 | t must be between 0 and 1000, but is 1500.
          noise    | grey    | t=-1 | t must be between 0 and 1000000, but is -1.
          noise    | grey    | t=2.5 | t must be a whole number between 0 and 1000000, but is 2.5.
          denoise  | grey    | model=tiny t=1001 | t must be between 0 and 1000, but is 1001.
          denoise  | grey    | model=tiny | 'grey' does not record its t; give t, between 0 and 1000.
          denoise  | grey    | model=tiny t=20 steps=30 | steps must be between 1 and t = 20, but is 30.
          generate | none    | model=tiny steps=1001 | steps must be between 1 and t = 1000, but is 1001.
          generate | none    | model=tiny width=4 | width must be between 8 and 16384, but is 4.
          generate | none    | model=tiny sampler=plms | sampler must be one of auto, model, ddim, ddpm, dpmpp_2m, dpmpp_3m, dpmpp_2s, dpmpp_2m_sde, unipc, deis, ipndm, pndm, heun, euler, euler_ancestral, but is plms.
          generate | none    | model=tiny sampler=ddim spacing=karras | spacing karras is not for sampler ddim; use trailing, leading or linspace, or another sampler.
          generate | none    | model=tiny samplers=ddim | Diffusion Generate has no key samplers; its keys are model, n, width, height, sampler, steps, spacing, eta, clip, seed, class, guidance_by, guidance, guidance_rescale, guidance_from, guidance_to, frames.
          generate | none    | model=tiny eta=2 | eta must be between 0 and 1, but is 2.
          generate | none    | model=tiny clip=yes | clip must be true or false, but is yes.
          generate | none    | model=tiny seed=one | seed must be a whole number, but is one.
          generate | none    | model=tiny n=1 n=2 | The key n is given twice.
          noise    | grey    | range=0-255 | range must be auto, type, display, percentile, raw or LOW..HIGH such as 0..4095, but is '0-255'.
          noise    | grey    | range=9..3 | The low end of an intensity range must be a number below its high end, but the range is 9..3.
          noise    | nan     | t=5 range=0..1 | Slice 1 of 'nan' has the pixel value NaN at x = 3, y = 4, but every pixel must be a finite number.
          noise    | nan     | t=5 range=type | range=type needs an 8-bit, 16-bit or RGB image, but 'nan' is 32-bit, for which range must be display, percentile, LOW..HIGH or raw.
          generate | none    | model=nuclei | There is no model 'nuclei'; installed are: colours, cut-short, garbage, mixed, no-schedule, no-weights, odd-range, tiny, or give the path of a model's folder.
          generate | none    | model=no-weights | MODELS/no-weights/unet holds no weights: the file diffusion_pytorch_model.safetensors is missing.
          generate | none    | model=no-schedule | MODELS/no-schedule/scheduler/scheduler_config.json is missing.
          generate | none    | model=garbage | MODELS/garbage/unet/config.json does not hold a JSON object: malformed JSON at line 1 column 4.
          generate | none    | model=cut-short | MODELS/cut-short/unet/diffusion_pytorch_model.safetensors is cut short: tensor …
          generate | none    | model=mixed | MODELS/mixed/unet/diffusion_pytorch_model.safetensors has tensor conv_in.weight with shape [8, 1, 3, 3], but the network of config.json needs [8, 3, 3, 3].
          denoise  | grey    | model=colours t=5 | The model needs an RGB image or a hyperstack with 3 channels, but 'grey' has 1 channel.
          denoise  | grey    | model=odd-range t=5 | In diffusionj.json of the model odd-range, range must be auto, type, display, percentile, raw or LOW..HIGH such as 0..4095, but is 'all'.
          manage.engine | none    | device=cuda | device must be auto, cpu, gpu0, gpu1 and so on, or mps, but is 'cuda'.
          manage.engine | none    | device=gpu7 | device gpu7 is not there: …
          manage.models | none    | action=check model=mixed | MODELS/mixed/unet/diffusion_pytorch_model.safetensors has tensor conv_in.weight with shape [8, 1, 3, 3], but the network of config.json needs [8, 3, 3, 3].
          manage.models | none    | action=add_folder | folder is empty, but must be the path of the folder to add or remove.
          manage.models | none    | action=add_folder folder=nowhere | There is no folder 'nowhere' to look in.
          manage.models | none    | action=remove_folder folder=nowhere | 'nowhere' can't be removed: no folder was added.
          manage.models | none    | action=delete | action must be one of list, info, check, install, remove, add_folder, remove_folder, but is delete.
          manage.models | none    | action=install | from is empty, but must be the folder or the zip of the model to install.
          manage.models | none    | action=install from=nowhere | There is no folder or zip nowhere to install.
          manage.models | none    | action=install from=MODELS/tiny | A model tiny is installed already; say that it is to be replaced (replace=true) or choose another name.
          manage.models | none    | action=install from=MODELS/tiny name=../x | A model can't be named '../x'; …
          manage.models | none    | action=install from=MODELS/mixed name=m | MODELS/mixed is not installed: MODELS/mixed/unet/diffusion_pytorch_model.safetensors has tensor conv_in.weight with shape [8, 1, 3, 3], …
          manage.models | none    | action=install from=src/test/resources/torchscript/wants-no-time | src/test/resources/torchscript/wants-no-time is not installed: The network in src/test/resources/torchscript/wants-no-time/model.pt can't be called (Expected at most 2 argument(s) for operator 'forward', but received 3 …
          manage.models | none    | action=remove model=tiny | remove deletes the folder MODELS/tiny for good; give confirm=tiny to do so.
          manage.models | none    | action=remove model=tiny confirm=true | remove deletes the folder MODELS/tiny for good; give confirm=tiny to do so.
          manage.models | none    | action=remove model=src/test/resources/torchscript/raises confirm=raises | Only models in the folder MODELS are removed, …
          manage.models | none    | action=remove model=nothing confirm=nothing | There is no model 'nothing'; …
          manage.models | none    | action=info model=nothing | There is no model 'nothing'; …
          manage.models | none    | action=info model=no-weights | …
          generate | none    | model=src/test/resources/torchscript/raises | The network in src/test/resources/torchscript/raises/model.pt can't be called (only one image at a time); …
          generate | none    | model=src/test/resources/torchscript/weights-alone | src/test/resources/torchscript/weights-alone/model.pt is no TorchScript file: it holds no code, …
          denoise  | grey    | model=src/test/resources/torchscript/other-channels t=5 | The network in src/test/resources/torchscript/other-channels/model.pt can't be called (Given groups=1, …
          noise    | grey    | beta_start=0 | beta_start must be greater than 0 and less than 1, but is 0.0.
          """)
  void theSentenceSaysWhatIsWrongAndTheImageStaysAsItWas(
      String command, String kind, String options, String sentence) throws InterruptedException {
    ImagePlus image = image(kind);
    ImagePlus copy = image == null ? null : image.duplicate();
    boolean locked = image != null && image.isLocked();
    MacroCall call = MacroCall.of(command, image, options.replace("MODELS", models.toString()));
    String[] beginningAndRest = sentence.replace("MODELS", models.toString()).split("…", 2);
    assertThat(call.message().orElseThrow())
        .startsWith(beginningAndRest[0])
        .matches(message -> beginningAndRest.length == 2 || message.equals(beginningAndRest[0]));
    if (image != null) {
      assertThat(image.isLocked()).isEqualTo(locked);
      for (int slice = 1; slice <= image.getStackSize(); slice++) {
        assertThat(image.getStack().getPixels(slice)).isEqualTo(copy.getStack().getPixels(slice));
      }
    }
  }
}

package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.script.Feature;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An architecture that nothing but this test knows runs, trains and is written. */
class NewArchitectureTest {

  /** One convolution. */
  private record OneLayer() implements Architecture {

    @Override
    public String className() {
      return "OneLayerModel";
    }

    @Override
    public String description() {
      return "one layer";
    }

    @Override
    public int inChannels() {
      return 1;
    }

    @Override
    public int outChannels() {
      return 1;
    }

    @Override
    public int sampleSize() {
      return 0;
    }

    @Override
    public int sizeMultiple() {
      return 1;
    }

    @Override
    public ClassInput classInput() {
      return ClassInput.NONE;
    }

    @Override
    public long bytesPerPixel() {
      return 2 * Float.BYTES;
    }

    @Override
    public int trialFactor() {
      return 8;
    }

    @Override
    public NetworkScript script(ScriptBuilder.WeightForm form) {
      ScriptBuilder script = new ScriptBuilder(form);
      Feature out = script.conv(new Feature("x", 1), "conv", 1, 3, 1, 1);
      return script.build(List.of("t"), out.variable());
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("_class_name", className());
      return json;
    }

    @Override
    public Architecture withClasses(int classes) {
      return this;
    }

    @Override
    public double trainingFeatures() {
      return 2;
    }
  }

  @TempDir Path temp;

  private ModelFolder model;

  @BeforeEach
  void writeModel() throws Exception {
    SchedulerConfig scheduler = SchedulerConfig.ddpm(10, ScheduleType.LINEAR, Prediction.EPSILON);
    model = new ModelFolder(temp.resolve("new"), new OneLayer(), scheduler, ModelNotes.NONE);
    model.replace(new OneLayer().script().tensors(), TinyModel::weights);
  }

  @Test
  void runs() throws Exception {
    try (DiffusionModel open = DiffusionModel.open(model)) {
      assertThat(open.probe()).isPositive();
    }
  }

  @Test
  void trains() throws Exception {
    String before = model.hash();
    TrainingSettings settings = TrainingSettings.DEFAULT.withSteps(2).withBatch(2);
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(model, Optional.empty(), settings),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      trainer.run((step, loss) -> assertThat(loss).isPositive(), Progress.NONE);
      trainer.save();
    }
    assertThat(model.hash()).isNotEqualTo(before);
  }

  @Test
  void isReadOnceTheListOfKindsHasIt() {
    assertThatThrownBy(() -> ModelFolder.open(model.path()))
        .hasMessageEndingWith("_class_name is OneLayerModel, but only UNet2DModel is supported.");
  }
}

package io.github.diffusionj.command.manage;

import static org.assertj.core.api.Assertions.assertThat;

import ij.Prefs;
import io.github.diffusionj.command.MacroCall;
import io.github.diffusionj.command.base.EnginePreferences;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnginePreferencesTest {

  private static final EngineSettings CHOSEN = new EngineSettings("cpu", 3, Precision.BFLOAT16);

  @AfterEach
  void forget() {
    EnginePreferences.keep(EngineSettings.DEFAULT);
  }

  @Test
  void whatIsKeptIsThereLater() {
    EnginePreferences.keep(CHOSEN);
    assertThat(EnginePreferences.kept()).isEqualTo(CHOSEN);
  }

  @Test
  void aValueThatIsNotUnderstoodGivesTheDefaults() {
    EnginePreferences.keep(CHOSEN);
    Prefs.set("diffusionj.engine.device", "tpu");
    assertThat(EnginePreferences.kept()).isEqualTo(EngineSettings.DEFAULT);
  }

  @Test
  void aMacroKeepsNothing() throws InterruptedException {
    assertThat(MacroCall.of("manage.engine", null, "device=cpu threads=2").message()).isEmpty();
    assertThat(EnginePreferences.kept()).isEqualTo(EngineSettings.DEFAULT);
    assertThat(MacroCall.of("manage.engine", null, "device=auto threads=0").message()).isEmpty();
  }
}

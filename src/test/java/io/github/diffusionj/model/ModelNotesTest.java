package io.github.diffusionj.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelNotesTest {

  @Test
  void classNamesAndTheRowWithoutClassComeBackTheSame() {
    ModelNotes notes =
        new ModelNotes("percentile", "nuclei", List.of("small", "large"), OptionalInt.of(2));
    assertThat(ModelNotes.read(notes.write())).isEqualTo(notes);
  }

  @Test
  void aModelWithoutClassesWritesNoneOfTheirKeys() {
    assertThat(ModelNotes.NONE.write().keySet()).containsExactly("range", "description");
    assertThat(ModelNotes.read(ModelNotes.NONE.write())).isEqualTo(ModelNotes.NONE);
  }

  @Test
  void classNamesThatAreTheSameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelNotes("type", "", List.of("a", "a"), OptionalInt.empty()))
        .withMessage("classes must be different names, but are [a, a].");
  }
}

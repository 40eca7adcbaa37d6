package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.within;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.network.ClassInput.Form;

/**
 * How a class enters a network: by a vector that is added to the time's.
 *
 * @param kind where the vector comes from
 * @param stated {@code num_class_embeds}, or 0 if it is null
 */
public record ClassEmbedding(Kind kind, int stated) {

  /** A network without classes. */
  public static final ClassEmbedding NONE = new ClassEmbedding(Kind.NONE, 0);

  /** Kinds of embeddings, under diffusers' names where they have one. */
  public enum Kind implements Labelled {
    /** There are no classes. */
    NONE("none"),
    /** A row of a table of {@code num_class_embeds} rows. */
    TABLE("table"),
    /** The class is embedded as a time is, by layers of its own. */
    TIMESTEP("timestep"),
    /** The caller gives the vector itself. */
    IDENTITY("identity");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  public ClassEmbedding {
    within("num_class_embeds", stated, kind == Kind.TABLE ? 1 : 0, Limits.MOST);
  }

  /** A table of that many classes, or no classes if that is 0. */
  public static ClassEmbedding table(int classes) {
    return new ClassEmbedding(classes == 0 ? Kind.NONE : Kind.TABLE, classes);
  }

  /**
   * What the network takes: an index for a table; for times, which can be any number, one of those
   * that are stated or else of {@link Limits#MOST}.
   *
   * @param timeChannels channels of the time embedding, to which a vector is added
   */
  public ClassInput input(int timeChannels) {
    return switch (kind) {
      case NONE -> ClassInput.NONE;
      case TABLE -> ClassInput.of(stated);
      case TIMESTEP -> new ClassInput(Form.NUMBER, stated > 0 ? stated : Limits.MOST);
      case IDENTITY -> new ClassInput(Form.VECTOR, timeChannels);
    };
  }
}

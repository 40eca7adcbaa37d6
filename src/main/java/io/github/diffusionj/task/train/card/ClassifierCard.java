package io.github.diffusionj.task.train.card;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.training.trainee.ClassifierAccuracy;
import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.task.train.images.LabelledPatches;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What the card of a classifier says: how often it is right, too.
 *
 * @param trainee the classifier
 * @param target where it is saved
 * @param patches those that judge it
 * @param which where these are from, in words
 */
public record ClassifierCard(
    Trainee trainee, ClassifierFolder target, LabelledPatches patches, String which)
    implements CardText.Source {

  /** Patches that are tried in each quarter of 1…T. */
  private static final int TRIED = 256;

  @Override
  public CardText text(Progress progress) throws IOException {
    return new CardText(
        "A classifier of noised images",
        String.format(
            Locale.ROOT,
            "The first half of a U-Net, the mean over all pixels, and a linear layer; %,d weights;"
                + " `config.json` says the rest. It is for the schedule %s.%n",
            trainee.size().weights(),
            target.config().schedule()),
        accuracy(progress),
        """
        It tells the classes that it was trained on, in images of about the size that it was trained
        on. It is meant to guide sampling, not to diagnose.
        """);
  }

  private String accuracy(Progress progress) throws IOException {
    try (NoisyClassifier classifier = NoisyClassifier.open(target, Torch.get())) {
      List<Double> shares =
          new ClassifierAccuracy(
                  classifier,
                  target.model().scheduler().schedule(),
                  patches,
                  trainee.settings().seed())
              .quarters(TRIED, progress);
      progress.note(said(shares));
      return table(shares);
    } catch (CancelledException e) {
      return ""; // the classifier itself is saved
    }
  }

  private String said(List<Double> shares) {
    List<String> percent =
        shares.stream().map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share)).toList();
    return "The %s is right for %s of patches of %s, by quarter of T from the least noisy."
        .formatted(trainee.name(), String.join(", ", percent), which);
  }

  private String table(List<Double> shares) {
    StringBuilder text = new StringBuilder();
    text.append("| t | right, of %d patches of %s |\n| --- | --- |\n".formatted(TRIED, which));
    for (int i = 0; i < shares.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "| quarter %d of T | %.1f %% |%n", i + 1, 100 * shares.get(i)));
    }
    return text.toString();
  }
}

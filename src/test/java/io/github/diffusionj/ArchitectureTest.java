package io.github.diffusionj;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which: command, task, {engine, image}, model, diffusion, base, one way. */
class ArchitectureTest {

  private static final String ROOT = "io.github.diffusionj.";
  private static final String BASE = ROOT + "base..";
  private static final String MODEL = ROOT + "model..";
  private static final String DIFFUSION = ROOT + "diffusion..";
  private static final String ENGINE = ROOT + "engine..";
  private static final String IMAGE = ROOT + "image..";
  private static final String TASK = ROOT + "task..";
  private static final String COMMAND = ROOT + "command..";
  private static final String LAUNCH = ROOT + "launch..";

  /** PyTorch is loaded once in a process, with one number of threads, so this is the process's. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of(ROOT + "engine.Torch.instance", ROOT + "engine.Torch.settings");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.diffusionj");

  @Test
  void baseUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(BASE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(BASE, "java..")
        .check(CLASSES);
  }

  @Test
  void diffusionUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(DIFFUSION)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(DIFFUSION, BASE, "java..")
        .check(CLASSES);
  }

  @Test
  void engineImageAndModelUseOnlyWhatLiesBelow() {
    forbid(ENGINE, IMAGE, TASK, COMMAND, LAUNCH);
    forbid(IMAGE, ENGINE, MODEL, TASK, COMMAND, LAUNCH);
    forbid(MODEL, ENGINE, IMAGE, TASK, COMMAND, LAUNCH);
  }

  @Test
  void theEngineKnowsNoImageJ() {
    forbid(ENGINE, "ij..", "org.scijava..");
    forbid(MODEL, "ij..", "org.scijava..");
  }

  @Test
  void djlStaysInTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  /** The classifier is half a U-Net, and training (NetworkOptions) makes new U-Nets. */
  @Test
  void aKindOfNetworkIsKnownInItsOwnPackageAndTheListAlone() {
    String unet = ROOT + "model.unet..";
    knownTo(unet, unet, ROOT + "model.classifier..");
    String script = ROOT + "model.torchscript..";
    knownTo(script, script);
  }

  private static void knownTo(String used, String... users) {
    noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .and(not(simpleName("NetworkKinds")))
        .and(not(simpleName("NetworkOptions")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(used)
        .check(CLASSES);
  }

  @Test
  void tasksKnowNoUserInterface() {
    forbid(TASK, COMMAND, LAUNCH, "org.scijava..", "java.awt.event..", "ij.plugin.frame..");
  }

  @Test
  void commandsDoNotUseTheLauncher() {
    forbid(COMMAND, LAUNCH);
  }

  @Test
  void theLauncherNeedsNothingButImageJ() {
    classes()
        .that()
        .resideInAPackage(LAUNCH)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(LAUNCH, "java..", "ij..", "net.imagej.patcher..")
        .check(CLASSES);
  }

  /** The ways are AtomicFile and ScratchFolder. */
  @Test
  void whatIsWrittenIsMovedIntoPlaceByTheBaseAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE)
        .should()
        .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class)
        .check(CLASSES);
  }

  @Test
  void noPackageHasMoreThanFifteenFiles() {
    Map<String, Set<String>> files =
        CLASSES.stream()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    Collectors.mapping(ArchitectureTest::file, Collectors.toSet())));
    assertThat(files)
        .isNotEmpty()
        .allSatisfy((name, inside) -> assertThat(inside).hasSizeLessThan(16));
  }

  @Test
  void modelEngineAndTasksKeepNothingBehindTheScenes() {
    Stream<JavaField> fields =
        Stream.of("model", "engine", "task")
            .flatMap(name -> CLASSES.stream().filter(type -> isIn(ROOT + name, type)))
            .flatMap(type -> type.getFields().stream());
    assertThat(fields.filter(ArchitectureTest::keepsState).map(JavaField::getFullName))
        .containsExactlyInAnyOrderElementsOf(OF_THE_PROCESS);
  }

  private static boolean isIn(String root, JavaClass type) {
    return (type.getPackageName() + ".").startsWith(root + ".");
  }

  private static boolean keepsState(JavaField field) {
    if (field.getRawType().isAssignableTo(ThreadLocal.class)) {
      return true;
    }
    return field.getModifiers().contains(JavaModifier.STATIC)
        && (!field.getModifiers().contains(JavaModifier.FINAL) || holdsState(field));
  }

  private static boolean holdsState(JavaField field) {
    JavaClass type = field.getRawType();
    boolean collection = type.isAssignableTo(Map.class) || type.isAssignableTo(Collection.class);
    return type.getPackageName().startsWith("java.util.concurrent")
        || (collection && !isUnmodifiable(value(field.reflect())));
  }

  private static boolean isUnmodifiable(Object collection) {
    String name = collection.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.startsWith("java.util.Collections$Unmodifiable");
  }

  private static Object value(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String file(JavaClass type) {
    return type.getSource().flatMap(Source::getFileName).orElseThrow();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.github.diffusionj.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  private static void forbid(String user, String... used) {
    noClasses()
        .that()
        .resideInAPackage(user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .check(CLASSES);
  }
}

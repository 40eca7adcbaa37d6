package io.github.diffusionj.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a user is told of an exception that says what is wrong: one sentence that is not too long.
 */
public final class FileTrouble {

  /** What a file says of itself may be far longer. */
  private static final int LONGEST = 2_000;

  private static final int END = 200;

  private FileTrouble() {}

  /** The exception's message as a sentence; where it is a file's name alone, with the reason. */
  public static String sentence(Exception e) {
    if (e instanceof FileSystemException trouble && trouble.getReason() == null) {
      return "The file " + brief(trouble.getFile()) + reason(trouble) + ".";
    }
    String message = brief(e.getMessage() == null ? e.toString() : e.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  /** Reads a file. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Path file) throws IOException;
  }

  /**
   * Reads a file.
   *
   * @throws IOException that names the file; the system's own often say no more than "Input/output
   *     error"
   */
  public static <T> T reading(Path file, Reader<T> reader) throws IOException {
    try {
      return reader.read(file);
    } catch (FileSystemException | CharacterCodingException e) {
      throw e; // it names the file, or says what kind of file it is not
    } catch (IOException e) {
      throw new IOException("The file %s could not be read: %s".formatted(file, sentence(e)), e);
    }
  }

  private static String reason(FileSystemException trouble) {
    if (trouble instanceof NoSuchFileException) {
      return " does not exist";
    }
    if (trouble instanceof FileSystemLoopException) {
      return " is a link to a folder that it is in itself";
    }
    if (trouble instanceof AccessDeniedException) {
      return " may not be read or written";
    }
    return trouble instanceof FileAlreadyExistsException ? " exists already" : " can't be used";
  }

  /** Leaves out the middle of a text that nobody would read to its end. */
  public static String brief(String text) {
    if (text == null || text.length() <= LONGEST) {
      return text;
    }
    return text.substring(0, LONGEST - END) + " … " + text.substring(text.length() - END);
  }
}

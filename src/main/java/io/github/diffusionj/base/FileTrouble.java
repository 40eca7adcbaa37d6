package io.github.diffusionj.base;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, where Java says no more than the name of the file. */
public final class FileTrouble {

  private FileTrouble() {}

  /** A sentence. */
  public static String sentence(Exception e) {
    if (e instanceof FileSystemException trouble && trouble.getReason() == null) {
      return trouble.getFile() + reason(trouble) + ".";
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  private static String reason(FileSystemException trouble) {
    if (trouble instanceof NoSuchFileException) {
      return " is no longer there";
    }
    if (trouble instanceof AccessDeniedException) {
      return " may not be used";
    }
    return trouble instanceof FileAlreadyExistsException ? " is in the way" : " can't be used";
  }
}

package io.github.diffusionj.model.install;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The names in a zip, each of which must be a place below the folder that it is unpacked into, on
 * every platform, and a place of its own.
 */
final class ZipNames {

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  /** What some platform does not have in names; a backslash separates folders on Windows alone. */
  private static final Pattern STRANGE = Pattern.compile("[\\\\:*?\"<>|\\p{Cntrl}]");

  /** Windows's own names for devices, with any ending. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Set<String> special;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /**
   * Checks the names of one zip, whose entries are given to {@link #accept} in turn.
   *
   * @param special the names of the entries that are neither files nor folders
   */
  ZipNames(Set<String> special) {
    this.special = special;
  }

  /**
   * Checks the next entry.
   *
   * @return the parts of its path
   * @throws IOException naming the entry and why it is refused
   */
  List<String> accept(ZipEntry entry) throws IOException {
    String name = entry.getName();
    if (special.contains(name)) {
      throw refusal(name, "it is a link or another thing that is neither file nor folder");
    }
    if (name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(name).matches()) {
      throw refusal(name, "its name is absolute");
    }
    if (STRANGE.matcher(name).find()) {
      throw refusal(name, "its name has a character that not every system allows");
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    List<String> parts = List.of(path.split("/", -1));
    for (String part : parts) {
      if (part.isEmpty() || part.endsWith(".") || part.endsWith(" ")) {
        throw refusal(name, "a part of its name is empty or ends with a dot or a space");
      }
    }
    if (parts.stream().anyMatch(ZipNames::isDevice)) {
      throw refusal(name, "a part of its name stands for a device on Windows");
    }
    register(parts, entry.isDirectory(), name);
    return parts;
  }

  /**
   * Whether a name of a file or folder is that of a device on Windows, which can't be one there.
   */
  static boolean isDevice(String name) {
    return DEVICE.matcher(name).matches();
  }

  /** No two files in one place, upper and lower case alike, and no file where a folder is. */
  private void register(List<String> parts, boolean folder, String name) throws IOException {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      path.append('/').append(parts.get(i).toLowerCase(Locale.ROOT));
      boolean file = i == parts.size() - 1 && !folder;
      String place = path.toString();
      boolean taken = file ? folders.contains(place) || !files.add(place) : files.contains(place);
      if (taken) {
        throw refusal(name, "another entry has the same place");
      }
      if (!file) {
        folders.add(place);
      }
    }
  }

  private static IOException refusal(String name, String reason) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    return new IOException(
        "the entry '%s' is refused: %s".formatted(shown.replaceAll("\\p{Cntrl}", "?"), reason));
  }
}

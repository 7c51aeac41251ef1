package io.corebus.cli;

import io.corebus.node.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes files, and the directories that they need. */
final class NewFiles {
    private NewFiles() {}

    /** @param overwrite whether those that are there may go; else the first one that is there is a failure */
    static void write(Map<Path, String> files, boolean overwrite) throws StartFailure {
        OpenOption[] options = overwrite
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        for (Map.Entry<Path, String> file : files.entrySet()) {
            try {
                Path parent = file.getKey().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file.getKey(), file.getValue(), options);
            } catch (IOException e) {
                throw new StartFailure(
                        file.getKey()
                                + " cannot be written. Look at the rights of its directory, and at the space that is left.",
                        e);
            }
        }
    }
}

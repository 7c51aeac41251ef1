package io.corebus.cli;

import io.corebus.node.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes files, and the directories that they need. */
final class NewFiles {
    private NewFiles() {}

    static void write(Map<Path, String> files) throws StartFailure {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            try {
                Path parent = file.getKey().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file.getKey(), file.getValue());
            } catch (IOException e) {
                throw new StartFailure(
                        file.getKey()
                                + " cannot be written. Look at the rights of its directory, and at the space that is left.",
                        e);
            }
        }
    }
}

package io.corebus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A page of the documentation, split into its fenced blocks and the prose around them. */
record Markdown(Path file, List<Block> blocks, String prose) {
    private static final String FENCE = "```";
    private static final Set<String> NOT_OURS = Set.of("target", "data", "node_modules");

    /** @param language what stands behind the opening fence */
    record Block(String language, String text) {}

    /** Every page of the project. */
    static List<Markdown> pages() {
        try (Stream<Path> files = Files.find(Path.of("."), 6, (file, attributes) -> isPage(file.normalize()))) {
            return files.map(Path::normalize).sorted().map(Markdown::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPage(Path file) {
        String first = file.getName(0).toString();
        return file.toString().endsWith(".md") && !first.startsWith(".") && !NOT_OURS.contains(first);
    }

    static Markdown read(Path file) {
        return parse(file, text(file));
    }

    static Markdown parse(Path file, String text) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        StringBuilder block = null;
        String language = "";
        for (String line : text.lines().toList()) {
            boolean fence = line.startsWith(FENCE);
            if (block == null && fence) {
                block = new StringBuilder();
                language = line.substring(FENCE.length()).trim();
            } else if (block == null) {
                prose.append(line).append('\n');
            } else if (fence) {
                blocks.add(new Block(language, block.toString()));
                block = null;
            } else {
                block.append(line).append('\n');
            }
        }
        if (block != null) {
            throw new AssertionError(file + " ends inside a fenced block");
        }
        return new Markdown(file, blocks, prose.toString());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.template.FeatureTemplate;
import io.corebus.template.LogicFiles;
import io.corebus.template.Trying;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What {@code feature new} tells: what it wrote, what to do next, what to look after. */
final class NewFeatureText {
    private final FeatureTemplate template;
    private final @Nullable String withoutTest;
    private final Config config;
    private final @Nullable Path extensions;

    /**
     * @param withoutTest why no test is written; null where one is, or none was wanted
     * @param extensions where business logic was written to; null: nowhere
     */
    NewFeatureText(FeatureTemplate template, @Nullable String withoutTest, Config config, @Nullable Path extensions) {
        this.template = template;
        this.withoutTest = withoutTest;
        this.config = config;
        this.extensions = extensions;
    }

    String written(Collection<Path> files) {
        StringBuilder text = new StringBuilder("Written:\n");
        files.forEach(file -> text.append("  ").append(file).append('\n'));
        return text.toString();
    }

    /** @param flag to be repeated behind each verb */
    String next(String flag) {
        String name = template.feature().name();
        String curl = Trying.curl(template, url()).replace("\n", "\n  ");
        return """

                Next:
                %4$s  ./corebus feature check %2$s%1$s
                  ./corebus dev%1$s
                The table of %2$s is made when it starts, or at once where it runs. Then, with the access token of an admin in TOKEN:
                  %3$s
                docs/adding-a-feature.md goes on from there.""".formatted(flag, name, curl, building(name));
    }

    /** No start without its jar. */
    private String building(String name) {
        return extensions == null
                ? ""
                : "  " + LogicFiles.building(name, extensions).replace("\n", "\n  ") + "\n";
    }

    private String url() {
        Object host = config.value("http.host");
        Object port = config.value("http.port");
        boolean everywhere = host == null || host.equals("0.0.0.0") || host.equals("::");
        return "http://" + (everywhere ? "127.0.0.1" : host) + ":" + port;
    }

    String warnings() {
        StringBuilder text = new StringBuilder();
        template.trial()
                .unknown()
                .forEach((name, suggestion) -> text.append("There is no feature ")
                        .append(name)
                        .append(" to refer to, and no start before it is declared. ")
                        .append(suggestion.isEmpty() ? "Make it: ./corebus feature new " + name : suggestion)
                        .append('\n'));
        if (template.trial().othersHaveFaults()) {
            text.append("Other descriptors in ")
                    .append(template.file().toAbsolutePath().getParent())
                    .append(" have faults. ./corebus check tells them.\n");
        }
        if (withoutTest != null) {
            text.append("No test was written, because ").append(withoutTest).append(".\n");
        }
        return text.toString();
    }
}

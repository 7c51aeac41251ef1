package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import io.corebus.node.StartFailure;
import io.corebus.template.FeatureTemplate;
import io.corebus.template.LogicFiles;
import io.corebus.template.TestFile;
import io.corebus.template.Wish;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Writes the descriptor of a new feature, and a test of it. See docs/adding-a-feature.md.",
        footer = {
            "%nA field is name:type, and attributes with commas between:",
            "  --field title:string,required,max=200 --field 'status:enum(open|paid),default=open'",
            "  --field amount:decimal,min=0,step=0.01 --field due:date,index --field 'project:ref(projects),required'",
            "Types: string, integer, number, decimal, boolean, date, date-time, time, duration, uuid, email, uri, hostname, ipv4,"
                    + " ipv6, enum(a|b), ref(feature), list(type).",
            "Attributes: required, unique, index, search, hidden (from agents), min=, max=, step=, pattern=, default=, example=,"
                    + " description= (the last one: it takes all that follows)."
        })
final class FeatureNewCommand implements Callable<Integer> {
    private final Product product;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Mixin
    private FeaturesDirOption directory = new FeaturesDirOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Of the feature, a plural: in paths, and the name of the table.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(names = "--field", paramLabel = "FIELD", description = "A field, see below. Repeatable.")
    private List<String> fields = List.of();

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            description = "One resource, as people call it. Left out: made of NAME.")
    private @Nullable String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it stands for, in one sentence.")
    private @Nullable String description;

    @Option(names = "--logic", description = "Write a class of business logic, too. See docs/logic.md.")
    private boolean logic;

    @Option(names = "--no-test", description = "Write no test.")
    private boolean noTest;

    @Option(names = "--force", description = "Overwrite files that are there.")
    private boolean force;

    @Option(names = "--dry-run", description = "Print what would be written, and write nothing.")
    private boolean dryRun;

    FeatureNewCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product, directory.decided());
        SettingsOptions.applyLog(config, Format.TEXT);
        Path descriptors = config.get(FeaturesConfig.class).dir();
        FeatureTemplate template = FeatureTemplate.of(new Wish(name, title, description, logic, fields), descriptors);
        TestFile test = TestFile.of(template, Path.of(""), descriptors);
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(template.file(), template.descriptor());
        Path extensions = Path.of(String.valueOf(config.value("logic.dir")));
        if (logic) {
            files.putAll(LogicFiles.of(template, extensions));
        }
        if (!noTest && test.text() != null) {
            files.put(test.file(), test.text());
        }
        refuseWhatIsThere(files);
        NewFeatureText text =
                new NewFeatureText(template, noTest ? null : test.reason(), config, logic ? extensions : null);
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            files.forEach((file, content) -> out.println("# " + file + "\n" + content));
        } else {
            NewFiles.write(files, force);
            out.println(text.written(files.keySet()) + text.next(directory.flag()));
        }
        out.flush();
        spec.commandLine().getErr().print(text.warnings());
        spec.commandLine().getErr().flush();
        return 0;
    }

    private void refuseWhatIsThere(Map<Path, String> files) throws StartFailure {
        List<Path> there = files.keySet().stream().filter(Files::exists).toList();
        if (!force && !dryRun && !there.isEmpty()) {
            String names = there.stream().map(Path::toString).collect(Collectors.joining(" and "));
            throw new StartFailure("Nothing was written: " + names + (there.size() == 1 ? " is" : " are")
                    + " there already. Choose another name, or overwrite with --force.");
        }
    }
}

package io.corebus.template;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The class of business logic of a new feature, with the file that names it as a service, in a directory of its own. */
public final class LogicFiles {
    private static final String PACKAGE = "logic";
    private static final Path SERVICE = Path.of("META-INF", "services", "io.corebus.extension.FeatureLogic");

    private LogicFiles() {}

    /** The full name of the class. */
    static String type(String feature) {
        return PACKAGE + "." + simple(feature);
    }

    private static String simple(String feature) {
        return Words.type(feature) + "Logic";
    }

    /** @param extensions where the jars with business logic are */
    public static Map<Path, String> of(FeatureTemplate template, Path extensions) {
        String feature = template.feature().name();
        Path directory = directory(feature, extensions);
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(directory.resolve(PACKAGE).resolve(simple(feature) + ".java"), source(feature));
        files.put(directory.resolve(SERVICE), type(feature) + "\n");
        return files;
    }

    private static Path directory(String feature, Path extensions) {
        return extensions.resolve(feature);
    }

    /** The commands that make a jar of it, in the form of a shell. */
    public static String building(String feature, Path extensions) {
        return """
                javac --release 17 -proc:none -d target/extensions/%1$s -cp "target/corebus.jar:target/lib/*" %2$s/logic/*.java
                jar --create --file %2$s.jar -C target/extensions/%1$s . -C %2$s META-INF""".formatted(feature, directory(feature, extensions));
    }

    private static String source(String feature) {
        return """
                package %1$s;

                import io.corebus.extension.Change;
                import io.corebus.extension.Draft;
                import io.corebus.extension.FeatureLogic;
                import io.corebus.extension.LogicContext;
                import io.corebus.extension.Resource;
                import io.vertx.core.Future;

                /** Business logic of %2$s. What each method may do is told in docs/logic.md; leave out those that you do not need. */
                public final class %3$s implements FeatureLogic {

                    /** Complete or refuse what is about to be created. */
                    @Override
                    public Future<Void> beforeCreate(Draft draft, LogicContext context) {
                        // draft.fields().put("field", "value");
                        // throw new LogicRefusal("/field", "code", "What is wrong, and what to do.");
                        return Future.succeededFuture();
                    }

                    /** Here draft.before() is what there is now. */
                    @Override
                    public Future<Void> beforeUpdate(Draft draft, LogicContext context) {
                        return Future.succeededFuture();
                    }

                    @Override
                    public Future<Void> beforeDelete(Resource current, LogicContext context) {
                        // return Future.failedFuture(new LogicRefusal("kept", "Why it is not to be deleted."));
                        return Future.succeededFuture();
                    }

                    /** Told of every change that is durable, at least once, in order: the place to do something elsewhere. */
                    @Override
                    public Future<Void> afterCommit(Change change, LogicContext context) {
                        return Future.succeededFuture();
                    }
                }
                """.formatted(PACKAGE, feature, simple(feature));
    }
}

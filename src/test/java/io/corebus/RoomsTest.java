package io.corebus;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house has rooms, and this is what their walls are. See docs/architecture.md. */
class RoomsTest {
    private static final List<String> ROOMS =
            List.of("http", "live", "mcp", "access", "audit", "resource", "logic", "webhook", "storage");
    private static final List<String> DOORS = List.of("http", "live", "mcp");
    private static final Path SOURCES = Path.of("src/main/java/io/corebus");

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.corebus");

    @Test
    void theClassesAreSeen() {
        assertThat(all.size()).isGreaterThan(120);
        for (String room : ROOMS) {
            assertThat(all.that(resideInAPackage("io.corebus." + room)).size())
                    .as("classes of the room " + room)
                    .isGreaterThan(5);
        }
    }

    @Test
    void aRoomSeesOfAnotherRoomOnlyItsMessages() {
        for (String room : ROOMS) {
            noClasses()
                    .that(resideInAPackage("io.corebus." + room + ".."))
                    .should()
                    .dependOnClassesThat(anotherRoomsInside(room))
                    .check(all);
        }
    }

    private static DescribedPredicate<JavaClass> anotherRoomsInside(String room) {
        String[] others = ROOMS.stream()
                .filter(other -> !other.equals(room))
                .map(other -> "io.corebus." + other + "..")
                .toArray(String[]::new);
        return resideInAnyPackage(others).and(not(messages()));
    }

    private static DescribedPredicate<JavaClass> messages() {
        return DescribedPredicate.describe(
                "messages of a room",
                type -> type.getFullName().replaceAll("\\$.*", "").endsWith("Messages"));
    }

    @Test
    void aRoomDependsOnNothingOfOursButTheSharedPackages() {
        for (String room : ROOMS) {
            noClasses()
                    .that(resideInAPackage("io.corebus." + room + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                            "io.corebus", "io.corebus.node..", "io.corebus.dev..", "io.corebus.cli.."))
                    .check(all);
        }
    }

    @Test
    void theSharedPackagesKnowNoRoom() {
        String[] rooms = ROOMS.stream().map(room -> "io.corebus." + room + "..").toArray(String[]::new);
        noClasses()
                .that(resideInAnyPackage(
                        "io.corebus.bus..", "io.corebus.feature..", "io.corebus.config..", "io.corebus.extension.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(rooms))
                .check(all);
    }

    @Test
    void onlyDoorsUseWhatDoorsShare_andThatKnowsOfRoomsOnlyTheirMessages() {
        String[] doors = DOORS.stream().map(door -> "io.corebus." + door + "..").toArray(String[]::new);
        noClasses()
                .that(not(resideInAnyPackage(doors)).and(not(resideInAPackage("io.corebus.door.."))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.corebus.door.."))
                .check(all);
        String[] rooms = ROOMS.stream().map(room -> "io.corebus." + room + "..").toArray(String[]::new);
        noClasses()
                .that(resideInAPackage("io.corebus.door.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(rooms).and(not(messages())))
                .check(all);
    }

    @Test
    void whatFollowsTheJournal_knowsOfRoomsOnlyTheirMessages() {
        String[] rooms = ROOMS.stream().map(room -> "io.corebus." + room + "..").toArray(String[]::new);
        noClasses()
                .that(resideInAPackage("io.corebus.journal.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(rooms).and(not(messages())).or(resideInAPackage("io.corebus.door..")))
                .check(all);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.corebus.(*)..").should().beFreeOfCycles().check(all);
    }

    @Test
    void onlyMessagesVerticleAndConfigOfARoomArePublic() {
        String[] rooms = ROOMS.stream().map(room -> "io.corebus." + room + "..").toArray(String[]::new);
        classes()
                .that(resideInAnyPackage(rooms))
                .and(not(messages()))
                .and(not(simpleNameEndingWith("Verticle")))
                .and(not(simpleNameEndingWith("Config")))
                .and(not(entryPointsOfTheCommandLine()))
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(all);
    }

    /** What {@code corebus migrate} and {@code corebus audit verify} run without a node. */
    private static DescribedPredicate<JavaClass> entryPointsOfTheCommandLine() {
        Set<String> names = Set.of("StorageMigration", "MigrationRefused", "AuditVerifier");
        return DescribedPredicate.describe(
                "entry points of the command line", type -> names.contains(type.getSimpleName()));
    }

    @Test
    void onlyStorageSpeaksSql() {
        noClasses()
                .that(resideInAPackage("io.corebus..")
                        .and(not(resideInAnyPackage("io.corebus.storage..", "io.corebus.dev.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.flywaydb.."))
                .check(all);
    }

    @Test
    void onlyTheCacheAndTheRateLimitSpeakRedis() {
        noClasses()
                .that(not(resideInAnyPackage("io.corebus.resource..", "io.corebus.http..", "io.corebus.door..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.redis.."))
                .check(all);
    }

    @Test
    void onlyDoorsSpeakHttp() {
        String[] doors = DOORS.stream().map(door -> "io.corebus." + door + "..").toArray(String[]::new);
        noClasses()
                .that(not(resideInAnyPackage(doors))
                        .and(not(resideInAPackage("io.corebus.door..")))
                        .and(not(resideInAPackage("io.corebus.webhook.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http.."))
                .check(all);
    }

    @Test
    void theWebhookRoom_callsOverHttp_andServesNobody() {
        noClasses()
                .that(resideInAPackage("io.corebus.webhook.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.ext.web..").or(serverSideOfHttp()))
                .check(all);
    }

    private static DescribedPredicate<JavaClass> serverSideOfHttp() {
        return DescribedPredicate.describe(
                "the server side of HTTP",
                type -> type.getPackageName().equals("io.vertx.core.http")
                        && type.getSimpleName().contains("Server"));
    }

    @Test
    void onlyTheBusTouchesTheEventBus() {
        noClasses()
                .that(not(resideInAnyPackage("io.corebus.bus..", "io.corebus.node..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.core.eventbus.."))
                .check(all);
    }

    @Test
    void noRoomBlocksAnEventLoop() {
        String[] rooms = Stream.concat(ROOMS.stream(), Stream.of("bus"))
                .map(room -> "io.corebus." + room + "..")
                .toArray(String[]::new);
        classes().that(resideInAnyPackage(rooms)).should(notBlock()).check(all);
    }

    private static ArchCondition<JavaClass> notBlock() {
        return new ArchCondition<>("not call what blocks") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (blocks(access.getTarget())) {
                        events.add(SimpleConditionEvent.violated(type, access.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean blocks(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return (owner.equals("java.lang.Thread") && name.equals("sleep"))
                || (owner.equals("io.vertx.core.Future") && name.equals("await"))
                || (owner.startsWith("java.util.concurrent.")
                        && Set.of("join", "await", "acquire").contains(name))
                || (Set.of("java.util.concurrent.Future", "java.util.concurrent.CompletableFuture")
                                .contains(owner)
                        && name.equals("get"))
                || (owner.equals("java.lang.Object") && name.equals("wait"));
    }

    @Test
    void addressesAreWrittenOnlyInMessages() throws IOException {
        Pattern address = Pattern.compile("\"corebus\\.(" + String.join("|", ROOMS) + ")\\.[a-z-]+\"");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> offenders = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().endsWith("Messages.java"))
                    .filter(file -> address.matcher(text(file)).find())
                    .filter(file -> !text(file).contains("MeterRegistry"))
                    .toList();
            assertThat(offenders).isEmpty();
        }
    }

    @Test
    void everyPackageHasADoorSign() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            assertThat(folders.filter(Files::isDirectory).toList())
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(text(folder.resolve("package-info.java")))
                            .contains("Owns:", "Listens on:", "Publishes:", "Never does:"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

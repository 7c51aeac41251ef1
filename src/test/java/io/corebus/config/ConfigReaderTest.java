package io.corebus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.config.ConfigFaults.Fault;
import io.corebus.config.ConfigReader.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    @Section("door")
    record DoorConfig(
            @Setting(value = "127.0.0.1", doc = "Host.") String host,

            @Setting(value = "8080", min = 0, max = 65535, doc = "Port.")
            int port,

            @Setting(value = "1MiB", min = 1, max = 1 << 30, doc = "Size.")
            DataSize maxBody,

            @Setting(value = "30s", min = 100, max = 3_600_000, doc = "Time.")
            Duration idleTimeout,

            @Setting(value = "false", doc = "Switch.") boolean open,
            @Setting(value = "red", doc = "Colour.") Colour colour,
            @Setting(value = "7", doc = "Long.") long weight,
            @Setting(value = "data/here", doc = "Path.") Path place,
            @Setting(doc = "Maybe.") @Nullable String note,

            @Setting(min = 1, max = 9, doc = "Maybe a number.") @Nullable
            Integer level,

            @Setting(doc = "Secret.", secret = true) @Nullable
            String password) {}

    @Section("")
    record TopConfig(@Setting(doc = "Names.") List<String> names) {}

    @Section("must")
    record MustConfig(@Setting(doc = "Needed.") String have) {
        MustConfig {
            if (have.equals("not")) {
                throw new IllegalArgumentException("must.have may be anything but not.");
            }
        }
    }

    private final ConfigReader reader = new ConfigReader(List.of(DoorConfig.class, TopConfig.class));

    @TempDir
    Path directory;

    @Test
    void read_withoutAnySource_takesTheDefaults() throws ConfigFaults {
        Config config = reader.read(sources(null, Map.of()));

        assertThat(config.get(DoorConfig.class))
                .isEqualTo(new DoorConfig(
                        "127.0.0.1",
                        8080,
                        new DataSize(1 << 20),
                        Duration.ofSeconds(30),
                        false,
                        Colour.RED,
                        7,
                        Path.of("data/here"),
                        null,
                        null,
                        null));
        assertThat(config.get(TopConfig.class).names()).isEmpty();
        assertThat(config.isGiven("door.port")).isFalse();
        assertThat(config.value("door.port")).isEqualTo(8080);
    }

    @Test
    void read_aFile_bindsEveryType() throws Exception {
        Path file = file("""
                names: [a, b]
                door:
                  host: example.org
                  port: 81
                  max-body: 64KiB
                  idle-timeout: 300ms
                  open: true
                  colour: dark-blue
                  weight: -5
                  place: /srv
                  note: "yes"
                  level: 3
                  password: geheim
                """);

        Config config = reader.read(sources(file, Map.of()));

        assertThat(config.get(DoorConfig.class))
                .isEqualTo(new DoorConfig(
                        "example.org",
                        81,
                        new DataSize(65536),
                        Duration.ofMillis(300),
                        true,
                        Colour.DARK_BLUE,
                        -5,
                        Path.of("/srv"),
                        "yes",
                        3,
                        "geheim"));
        assertThat(config.get(TopConfig.class).names()).containsExactly("a", "b");
    }

    @Test
    void read_flagOverEnvironmentOverFileOverDefault_theStrongerWins() throws Exception {
        Path file = file("door: {port: 1, host: file, note: file}");
        Map<String, String> environment = Map.of("COREBUS_DOOR_PORT", "2", "COREBUS_DOOR_HOST", "environment");

        DoorConfig door =
                reader.read(sources(file, environment, "--door-port", "3")).get(DoorConfig.class);

        assertThat(door.port()).isEqualTo(3);
        assertThat(door.host()).isEqualTo("environment");
        assertThat(door.note()).isEqualTo("file");
        assertThat(door.weight()).isEqualTo(7);
    }

    @Test
    void read_whatTheProgramDecided_winsOverAll() throws Exception {
        Sources sources = sources(null, Map.of(), "--door-port=3").withDecided(Map.of("door.port", "4"));

        assertThat(reader.read(sources).get(DoorConfig.class).port()).isEqualTo(4);
    }

    @Test
    void read_listsFromEveryKindOfSource_areSplitAtCommas() throws Exception {
        assertThat(names(sources(null, Map.of("COREBUS_NAMES", " a, b ,")))).containsExactly("a", "b");
        assertThat(names(sources(null, Map.of(), "--names=c,d"))).containsExactly("c", "d");
        assertThat(names(sources(file("names: e,f"), Map.of()))).containsExactly("e", "f");
    }

    @Test
    void read_aSwitchAsAFlag_needsNoValue() throws Exception {
        assertThat(door("--door-open").open()).isTrue();
        assertThat(door("--door-open", "false").open()).isFalse();
        assertThat(door("--door-open", "--door-port", "1").open()).isTrue();
    }

    @Test
    void read_anEmptyVariable_isNotSet() throws Exception {
        Config config = reader.read(sources(null, Map.of("COREBUS_DOOR_PORT", "", "COREBUS_NONSENSE", "")));

        assertThat(config.get(DoorConfig.class).port()).isEqualTo(8080);
    }

    @Test
    void read_aSecretFromAFile_leavesOutTheLineBreak() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "geheim \n");

        Config config = reader.read(sources(null, Map.of("COREBUS_DOOR_PASSWORD_FILE", secret.toString())));

        assertThat(config.get(DoorConfig.class).password()).isEqualTo("geheim ");
    }

    @Test
    void read_aSecretFromAFile_leavesOutEmptyLinesAtItsEnd() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "geheim\r\n\n\n");

        Config config = reader.read(sources(null, Map.of("COREBUS_DOOR_PASSWORD_FILE", secret.toString())));

        assertThat(config.get(DoorConfig.class).password()).isEqualTo("geheim");
    }

    @Test
    void read_aSecretFileThatIsEmpty_isAFault() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "\n");

        assertThat(faults(sources(null, Map.of("COREBUS_DOOR_PASSWORD_FILE", secret.toString()))))
                .containsExactly("COREBUS_DOOR_PASSWORD_FILE: the file " + secret + " is empty.");
    }

    @Test
    void read_aSecretTwice_isAFault() {
        Map<String, String> environment = Map.of("COREBUS_DOOR_PASSWORD", "a", "COREBUS_DOOR_PASSWORD_FILE", "/x");

        assertThat(faults(sources(null, environment)))
                .containsExactly("COREBUS_DOOR_PASSWORD_FILE: COREBUS_DOOR_PASSWORD is set as well. Set one of them.");
    }

    @Test
    void read_aSecretFileThatIsMissing_isAFault() {
        assertThat(faults(sources(null, Map.of("COREBUS_DOOR_PASSWORD_FILE", "/nowhere/x"))))
                .containsExactly("COREBUS_DOOR_PASSWORD_FILE: the file /nowhere/x cannot be read.");
    }

    @Test
    void read_aFileForWhatIsNoSecret_isAFault() {
        assertThat(faults(sources(null, Map.of("COREBUS_DOOR_HOST_FILE", "/x"))))
                .containsExactly("COREBUS_DOOR_HOST_FILE: there is no such setting. Did you mean COREBUS_DOOR_HOST?");
    }

    @Test
    void read_unknownNames_areFaultsWithASuggestion() throws IOException {
        Path file = file("door:\n  prot: 1\ndor: {}\nnamse: [a]\n");
        Map<String, String> environment = Map.of("COREBUS_DOOR_PROT", "1", "HOME", "/");

        assertThat(faults(sources(file, environment, "--door-prot", "1", "--colour=red", "stray")))
                .containsExactly(
                        file + ":2: there is no setting door.prot. Did you mean door.port?",
                        file + ":3: there is no setting dor. Did you mean door?",
                        file + ":4: there is no setting namse. Did you mean names?",
                        "COREBUS_DOOR_PROT: there is no such setting. Did you mean COREBUS_DOOR_PORT?",
                        "--door-prot: there is no such flag. Did you mean --door-port?",
                        "--colour: there is no such flag.",
                        "stray: this argument is not expected here.");
    }

    @Test
    void read_wrongValues_areFaultsThatSayWhatWouldBeRight() {
        assertThat(faults(sources(
                        null,
                        Map.of("COREBUS_DOOR_PORT", "65536", "COREBUS_DOOR_MAX_BODY", "1MB"),
                        "--door-idle-timeout=30",
                        "--door-open=yes",
                        "--door-colour=blue",
                        "--door-weight=99999999999999999999",
                        "--door-level",
                        "0")))
                .containsExactly(
                        "COREBUS_DOOR_PORT: door.port must be a whole number from 0 to 65535, not '65536'.",
                        "COREBUS_DOOR_MAX_BODY: door.max-body must be a size such as 512B, 64KiB, 1MiB or 2GiB, not '1MB'.",
                        "--door-idle-timeout: door.idle-timeout must be a duration such as 300ms, 30s, 5m or 1h, not '30'.",
                        "--door-open: door.open must be true or false, not 'yes'.",
                        "--door-colour: door.colour must be one of red, dark-blue, not 'blue'.",
                        "--door-weight: door.weight must be a whole number, not '99999999999999999999'.",
                        "--door-level: door.level must be a whole number from 1 to 9, not '0'.");
    }

    @Test
    void read_valuesOutOfRange_sayTheRangeInTheirUnit() {
        assertThat(faults(sources(null, Map.of(), "--door-idle-timeout=2h", "--door-max-body=2GiB")))
                .containsExactly(
                        "--door-max-body: door.max-body must be a size from 1B to 1GiB, not '2GiB'.",
                        "--door-idle-timeout: door.idle-timeout must be a duration from 100ms to 1h, not '2h'.");
    }

    @Test
    void read_flagsWithoutValueOrTwice_areFaults() {
        assertThat(faults(sources(null, Map.of(), "--door-host", "--door-port=1", "--door-port=2", "--door-note")))
                .containsExactly(
                        "--door-host: this flag needs a value.",
                        "--door-port: this flag is given twice. Keep one of them.",
                        "--door-note: this flag needs a value.");
    }

    @Test
    void read_aFileThatIsBroken_namesTheLine() throws IOException {
        Path file = file("door:\n  port: 1\n  port: 2\n  host: [a]\nnames: {a: b}\n");
        assertThat(faults(sources(file, Map.of())))
                .containsExactly(
                        file + ":3: door.port stands here a second time. Keep one of them.",
                        file + ":4: door.host must be a single value.",
                        file + ":5: names must be a list.");

        assertThat(faults(sources(file("- a\n"), Map.of())))
                .containsExactly(file + ":1: the file must be a mapping, such as http: {port: 8080}.");
        assertThat(faults(sources(file("door: 5\n"), Map.of())))
                .containsExactly(file + ":1: door is a section and must be a mapping.");
        assertThat(faults(sources(file("a: b\ndoor: {port: 1\n"), Map.of())))
                .singleElement()
                .asString()
                .startsWith(file + ":3: this is not YAML: ");
        assertThat(faults(sources(directory.resolve("nowhere.yaml"), Map.of())))
                .containsExactly(directory.resolve("nowhere.yaml") + ": there is no such file.");
    }

    @Test
    void read_anEmptyFileOrSection_changesNothing() throws Exception {
        assertThat(reader.read(sources(file(""), Map.of()))
                        .get(DoorConfig.class)
                        .port())
                .isEqualTo(8080);
        assertThat(reader.read(sources(file("door:\nnames:\n"), Map.of()))
                        .get(DoorConfig.class)
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void read_aWrongSecret_isNeverShown() throws ConfigFaults {
        @Section("vault")
        record VaultConfig(
                @Setting(doc = "Pin.", secret = true, min = 0, max = 9999)
                int pin) {}
        ConfigReader vault = new ConfigReader(List.of(VaultConfig.class));

        ConfigFaults faults = catchThrowableOfType(
                ConfigFaults.class, () -> vault.read(sources(null, Map.of("COREBUS_VAULT_PIN", "geheim"))));

        assertThat(faults)
                .hasMessage(
                        "The configuration has a fault:\n  COREBUS_VAULT_PIN: vault.pin must be a whole number from 0 to 9999.");
    }

    @Test
    void read_aTextThatHasNotItsForm_isAFault_besideAllOthers() {
        @Section("form")
        record FormConfig(
                @Setting(doc = "Origins.", form = WebOrigin.class)
                List<String> origins,

                @Setting(doc = "Key.", form = WebAddress.class, secret = true) @Nullable
                String key,

                @Setting(doc = "Cats.") List<String> cats) {}
        ConfigReader forms =
                new ConfigReader(List.of(FormConfig.class), Map.of("form.cats", new Names("cat", List.of("tom"))));

        ConfigFaults faults = catchThrowableOfType(
                ConfigFaults.class,
                () -> forms.read(sources(
                        null,
                        Map.of("COREBUS_FORM_KEY", "geheim"),
                        "--form-origins=https://a.example,b",
                        "--form-cats=tim,jerry")));

        assertThat(faults.faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "--form-origins: form.origins must be an origin such as https://app.example.com: scheme, host and"
                                + " port, without a path, not 'https://a.example,b'.",
                        "COREBUS_FORM_KEY: form.key must be an http or https address such as https://api.example.com.",
                        "--form-cats: there is no cat 'tim'. Did you mean tom?",
                        "--form-cats: there is no cat 'jerry'. The cats are tom.");
    }

    @Test
    void read_whatIsMissingOrRefusedByTheRecord_isAFault() {
        ConfigReader must = new ConfigReader(List.of(MustConfig.class));

        assertThatThrownBy(() -> must.read(sources(null, Map.of())))
                .hasMessage(
                        "The configuration has a fault:\n  must.have: this is not set. Set COREBUS_MUST_HAVE or --must-have.");
        assertThatThrownBy(() -> must.read(sources(null, Map.of(), "--must-have", "not")))
                .hasMessage("The configuration has a fault:\n  must: must.have may be anything but not.");
    }

    @Test
    void read_variablesOfTheLauncherAndOfKubernetes_areNotFaults() throws ConfigFaults {
        reader.read(sources(
                null,
                Map.of(
                        "COREBUS_JAVA_OPTS", "-Xmx1g",
                        "COREBUS_CONFIG", "x.yaml",
                        "COREBUS_TOKEN", "t",
                        "COREBUS_SERVICE_HOST", "10.0.0.1",
                        "COREBUS_PORT", "tcp://10.0.0.1:80",
                        "COREBUS_PORT_80_TCP_ADDR", "10.0.0.1",
                        "COREBUS_WEB_SERVICE_PORT_HTTP", "80")));
    }

    @Test
    void read_aServiceLinkInPlaceOfASetting_saysWhereItComesFrom() {
        assertThat(faults(sources(null, Map.of("COREBUS_DOOR_PORT", "tcp://10.0.0.1:80"))))
                .containsExactly(
                        "COREBUS_DOOR_PORT: door.port must be a whole number from 0 to 65535, not 'tcp://10.0.0.1:80'. "
                                + "Kubernetes set it for a Service of that name: use enableServiceLinks: false.");
    }

    private List<String> names(Sources sources) throws ConfigFaults {
        return reader.read(sources).get(TopConfig.class).names();
    }

    private DoorConfig door(String... flags) throws ConfigFaults {
        return reader.read(sources(null, Map.of(), flags)).get(DoorConfig.class);
    }

    private List<String> faults(Sources sources) {
        ConfigFaults faults = catchThrowableOfType(ConfigFaults.class, () -> reader.read(sources));
        assertThat(faults).isNotNull();
        return faults.faults().stream().map(Fault::toString).toList();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("corebus.yaml"), text);
    }

    private static Sources sources(@Nullable Path file, Map<String, String> environment, String... flags) {
        return new Sources(file, environment, List.of(flags));
    }
}

package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.corebus.access.AccessMessages.CreateUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.InsertUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateUserTest {
    private House house;
    private User bob;

    @BeforeEach
    void open() {
        house = House.withAdmin();
        bob = house.createUser("Bob@example.org", "editor", "viewer", "editor");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void create_givesTheUserWithoutItsHash() {
        assertThat(UUID.fromString(bob.id()).version()).isEqualTo(7);
        assertThat(bob.email()).isEqualTo("Bob@example.org");
        assertThat(bob.roles()).containsExactly("editor", "viewer");
        assertThat(bob.disabled()).isFalse();
        assertThat(bob.createdAt()).isEqualTo(house.clock.instant().toString());
        assertThat(house.storage.user("bob@example.org").passwordHash()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    }

    @Test
    void create_withoutRoles_givesNone() {
        CreateUser request = new CreateUser("eve@example.org", House.PASSWORD, null);
        assertThat(house.ask(AccessMessages.CREATE_USER, request, house.admin()).roles())
                .isEmpty();
    }

    @Test
    void create_withATakenAddress_isAConflict() {
        Failure failure = house.refusal(
                AccessMessages.CREATE_USER,
                new CreateUser("bob@EXAMPLE.org", House.PASSWORD, List.of()),
                house.admin());

        assertThat(failure.code()).isEqualTo("conflict");
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure.detail()).isEqualTo("There is a user with this e-mail address already.");
        assertThat(failure.errors()).extracting("pointer", "code").containsExactly(tuple("/email", "unique"));
    }

    @Test
    void create_askedAgainByTheBus_givesTheSameUser() {
        CreateUser request = new CreateUser("eve@example.org", House.PASSWORD, List.of());
        Caller sameCommand = house.admin();
        User first = house.ask(AccessMessages.CREATE_USER, request, sameCommand);
        house.clock.forward(Duration.ofSeconds(5));

        assertThat(house.ask(AccessMessages.CREATE_USER, request, sameCommand)).isEqualTo(first);
    }

    @Test
    void create_whenStoragesAnswerGotLost_givesTheUser() {
        house.storage.requests.clear();
        house.storage.loseNextAnswer(StorageMessages.INSERT_USER);

        assertThat(house.createUser("eve@example.org").email()).isEqualTo("eve@example.org");
        assertThat(house.storage.requests(InsertUser.class)).hasSize(2);
    }

    @Test
    void create_namesEveryFaultAtOnce_andWritesNothing() {
        house.storage.requests.clear();
        List<String> roles = new ArrayList<>(List.of("Admin", "ok", "with,comma", ""));
        roles.add(null);

        Failure failure =
                house.refusal(AccessMessages.CREATE_USER, new CreateUser("bob", "short", roles), house.admin());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.detail())
                .isEqualTo("/email: This is no e-mail address; one looks like ada@example.org. (and 5 more)");
        assertThat(failure.errors())
                .extracting("pointer", "code", "detail")
                .containsExactly(
                        tuple("/email", "format", "This is no e-mail address; one looks like ada@example.org."),
                        tuple("/password", "min-length", "A password has at least 10 characters."),
                        role(0),
                        role(2),
                        role(3),
                        role(4));
        assertThat(house.storage.requests).isEmpty();
    }

    @Test
    void create_withMoreThan50Roles_isRefused() {
        List<String> roles = IntStream.range(0, 51).mapToObj(i -> "role-" + i).toList();
        Failure failure = house.refusal(
                AccessMessages.CREATE_USER, new CreateUser("eve@example.org", House.PASSWORD, roles), house.admin());

        assertThat(failure.detail()).isEqualTo("/roles: A user has at most 50 roles.");
        assertThat(house.ask(
                                AccessMessages.CREATE_USER,
                                new CreateUser("eve@example.org", House.PASSWORD, roles.subList(0, 50)),
                                house.admin())
                        .roles())
                .hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob",
                "@example.org",
                "bob@",
                "bob@@example.org",
                "b@b@example.org",
                "bo b@example.org",
                "bob\u0000@example.org",
                "bob\n@example.org",
                "bob@exam\u00a0ple.org",
                "bob\ud800@example.org"
            })
    void whatIsNoAddress_isRefused(String email) {
        Failure failure = house.refusal(
                AccessMessages.CREATE_USER, new CreateUser(email, House.PASSWORD, List.of()), house.admin());

        assertThat(failure.detail()).isEqualTo("/email: This is no e-mail address; one looks like ada@example.org.");
    }

    @Test
    void anAddress_has254CharactersAtMost() {
        String longest = "a".repeat(242) + "@example.org";
        Failure failure = house.refusal(
                AccessMessages.CREATE_USER, new CreateUser("a" + longest, House.PASSWORD, List.of()), house.admin());

        assertThat(failure.detail()).isEqualTo("/email: An e-mail address has at most 254 characters.");
        assertThat(house.createUser(longest).email()).isEqualTo(longest);
    }

    @Test
    void aPassword_hasFrom10To128Characters_whateverBytesTheyTake() {
        assertThat(createWithPassword("\ud83d\udd11".repeat(9)))
                .isEqualTo("/password: A password has at least 10 characters.");
        assertThat(createWithPassword("\ud83d\udd11".repeat(129)))
                .isEqualTo("/password: A password has at most 128 characters.");
        assertThat(createWithPassword("\0".repeat(10)))
                .isEqualTo("/password: A password cannot have the character NUL (U+0000).");
        assertThat(createWithPassword("\udd11".repeat(10)))
                .isEqualTo("/password: A password cannot have half a character (a lone surrogate).");
        String longest = "\ud83d\udd11".repeat(128);
        house.ask(AccessMessages.CREATE_USER, new CreateUser("eve@example.org", longest, List.of()), house.admin());
        assertThat(house.signIn("eve@example.org", longest).accessToken()).isNotEmpty();
    }

    private String createWithPassword(String password) {
        CreateUser request = new CreateUser("eve@example.org", password, List.of());
        return house.refusal(AccessMessages.CREATE_USER, request, house.admin()).detail();
    }

    @Test
    void aWordThatIsNoRole_isGivenToNobody() {
        List<String> words = List.of("owner", "authenticated", "public", "system", "anonymous");
        CreateUser request = new CreateUser("eve@example.org", House.PASSWORD, words);

        Failure failure = house.refusal(AccessMessages.CREATE_USER, request, house.admin());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.errors()).extracting(FieldFault::code).hasSize(5).containsOnly("reserved");
        assertThat(failure.errors().get(0))
                .isEqualTo(new FieldFault("/roles/0", "reserved", "The word owner is no role that a user can have."));
    }

    private static Tuple role(int index) {
        return tuple(
                "/roles/" + index,
                "pattern",
                "A role is a lower-case letter, followed by up to 62 lower-case letters, digits, _ and -.");
    }
}

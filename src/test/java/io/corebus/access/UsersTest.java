package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.CreateUser;
import io.corebus.access.AccessMessages.DeleteUser;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.ListUsers;
import io.corebus.access.AccessMessages.User;
import io.corebus.access.AccessMessages.UserPage;
import io.corebus.bus.Address;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.UpdateUser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";

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
    void everybody_mayLookAtItself_adminsAtAll() {
        User expected = new User(bob.id(), bob.email(), bob.roles(), false, bob.createdAt());

        assertThat(house.ask(AccessMessages.GET_USER, new GetUser(bob.id()), self()))
                .isEqualTo(expected);
        assertThat(house.ask(AccessMessages.GET_USER, new GetUser(bob.id().toUpperCase(Locale.ROOT)), house.admin()))
                .isEqualTo(expected);
    }

    @Test
    void anAddressWithBlanksAroundIt_isTheOneWithout() {
        assertThat(house.ask(AccessMessages.GET_USER, new GetUser(null, " bob@EXAMPLE.org "), house.admin())
                        .id())
                .isEqualTo(bob.id());
    }

    @Test
    void others_mayDoNothingOfThis_andAreToldWhoMay() {
        Caller stranger = house.user(UNKNOWN, "editor");
        forbidden(AccessMessages.GET_USER, new GetUser(bob.id()), stranger, "Only an admin may look at other users.");
        forbidden(AccessMessages.LIST_USERS, new ListUsers(10, null), self(), "Only an admin may list users.");
        forbidden(
                AccessMessages.CREATE_USER,
                new CreateUser("x@example.org", House.PASSWORD, List.of()),
                self(),
                "Only an admin may create users.");
        forbidden(AccessMessages.DELETE_USER, new DeleteUser(bob.id()), self(), "Only an admin may delete users.");
        forbidden(
                AccessMessages.CHANGE_USER,
                new ChangeUser(bob.id(), "a new password", null, null),
                stranger,
                "Only an admin may change other users.");
        forbidden(
                AccessMessages.CHANGE_USER,
                new ChangeUser(bob.id(), null, List.of("admin"), null),
                self(),
                "Only an admin may change roles or disable users.");
        forbidden(
                AccessMessages.CHANGE_USER,
                new ChangeUser(bob.id(), "a new password", null, false),
                self(),
                "Only an admin may change roles or disable users.");
        assertThat(house.changedUsers).isEmpty();
        assertThat(house.storage.requests(UpdateUser.class)).isEmpty();
    }

    @Test
    void anonymous_isAskedToSignIn() {
        List<Failure> failures = List.of(
                house.refusal(AccessMessages.GET_USER, new GetUser(bob.id()), house.anonymous()),
                house.refusal(AccessMessages.GET_USER, new GetUser("anonymous"), house.anonymous()),
                house.refusal(AccessMessages.LIST_USERS, new ListUsers(10, null), house.anonymous()),
                house.refusal(AccessMessages.CREATE_USER, new CreateUser("x", "y", List.of()), house.anonymous()),
                house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), "x", null, null), house.anonymous()),
                house.refusal(AccessMessages.DELETE_USER, new DeleteUser(bob.id()), house.anonymous()));

        assertThat(failures)
                .extracting(Failure::code, Failure::status, Failure::detail)
                .containsOnly(tuple("unauthenticated", 401, "This needs an access token. Sign in first."));
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "", "1", "x' or '1'='1", "1-1-1-1-1"})
    void nobodysId_isNotFound(String id) {
        List<Failure> failures = List.of(
                house.refusal(AccessMessages.GET_USER, new GetUser(id), house.admin()),
                house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(id, null, null, null), house.admin()),
                house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(id, null, null, true), house.admin()),
                house.refusal(AccessMessages.DELETE_USER, new DeleteUser(id), house.admin()));

        assertThat(failures)
                .extracting(Failure::code, Failure::status, Failure::detail)
                .containsOnly(tuple("not-found", 404, "There is no user with this id."));
        assertThat(house.changedUsers).isEmpty();
    }

    @Test
    void list_goesThroughAllUsersPageByPage() {
        house.createUser("eve@example.org");
        UserPage first = house.ask(AccessMessages.LIST_USERS, new ListUsers(2, null), house.admin());
        UserPage second = house.ask(AccessMessages.LIST_USERS, new ListUsers(2, first.next()), house.admin());

        List<String> emails = new ArrayList<>();
        first.users().forEach(user -> emails.add(user.email()));
        second.users().forEach(user -> emails.add(user.email()));
        assertThat(emails).containsExactlyInAnyOrder(House.ADMIN_EMAIL, "Bob@example.org", "eve@example.org");
        assertThat(second.next()).isNull();
    }

    @Test
    void list_refusesLimitsAndPlacesThatMakeNoSense() {
        for (int limit : new int[] {0, -1, 1001}) {
            Failure failure = house.refusal(AccessMessages.LIST_USERS, new ListUsers(limit, null), house.admin());
            assertThat(failure)
                    .isEqualTo(new Failure("bad-query", 400, "limit must be between 1 and 1000, not " + limit + "."));
        }
        Failure failure = house.refusal(AccessMessages.LIST_USERS, new ListUsers(1, "x"), house.admin());
        assertThat(failure)
                .isEqualTo(new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave."));
    }

    @Test
    void settingAPassword_isForAdmins_andEndsTheSessions() {
        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), "a new password", null, null), house.admin());

        assertThat(house.signIn("bob@example.org", "a new password").accessToken())
                .isNotEmpty();
        assertThat(house.storage.requests(UpdateUser.class))
                .singleElement()
                .matches(UpdateUser::endsSessions, "the sessions end with the change");
        assertThat(house.storage.requests(EndSessions.class)).containsExactly(new EndSessions(null, bob.id()));
        heardOf(bob.id());
        forbidden(
                AccessMessages.CHANGE_USER,
                new ChangeUser(bob.id(), "a new password", null, null),
                self(),
                "Only an admin may set passwords. Change your own with POST /api/me/password.");
    }

    @Test
    void changingRoles_isTold_andEndsNoSession() {
        User changed = house.ask(
                AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), null, List.of("viewer"), null), house.admin());

        assertThat(changed.roles()).containsExactly("viewer");
        heardOf(bob.id());
        assertThat(house.storage.requests(EndSessions.class)).isEmpty();
    }

    @Test
    void disabling_isTold_andEndsTheSessions_enablingLetsInAgain() {
        User disabled =
                house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), null, null, true), house.admin());
        assertThat(disabled.disabled()).isTrue();
        assertThat(house.storage.requests(UpdateUser.class))
                .singleElement()
                .matches(UpdateUser::endsSessions, "the sessions end with the change");
        assertThat(house.storage.requests(EndSessions.class)).containsExactly(new EndSessions(null, bob.id()));
        heardOf(bob.id());

        house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), null, null, false), house.admin());
        assertThat(house.signIn("bob@example.org", House.PASSWORD).accessToken())
                .isNotEmpty();
    }

    @Test
    void changingNothing_answersTheUser_andTellsNobody() {
        assertThat(house.ask(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), null, null, null), self()))
                .isEqualTo(bob);
        assertThat(house.changedUsers).isEmpty();
    }

    @Test
    void changing_refusesWhatCreatingRefuses() {
        ChangeUser request = new ChangeUser(bob.id(), "short", List.of("Admin"), null);
        Failure failure = house.refusal(AccessMessages.CHANGE_USER, request, house.admin());

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.errors())
                .extracting("pointer", "code", "detail")
                .containsExactly(tuple("/password", "min-length", "A password has at least 10 characters."), role(0));
    }

    @Test
    void anEmptyPassword_isNoWayToKeepTheOldOne() {
        Failure failure =
                house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(bob.id(), "", null, null), house.admin());
        assertThat(failure.detail()).isEqualTo("/password: A password is required.");
    }

    @Test
    void theLastAdmin_stays() {
        String ada = house.storage.user(House.ADMIN_EMAIL).id();
        List<Failure> failures = List.of(
                house.refusal(AccessMessages.DELETE_USER, new DeleteUser(ada), house.admin()),
                house.refusal(AccessMessages.CHANGE_USER, new ChangeUser(ada, null, null, true), house.admin()),
                house.refusal(
                        AccessMessages.CHANGE_USER,
                        new ChangeUser(ada, null, Collections.emptyList(), null),
                        house.admin()));

        assertThat(failures).extracting(Failure::code, Failure::status).containsOnly(tuple("last-admin", 409));
        assertThat(house.changedUsers).isEmpty();
    }

    @Test
    void deleting_isTold_andTheUserIsGone() {
        house.signIn("bob@example.org", House.PASSWORD);

        house.ask(AccessMessages.DELETE_USER, new DeleteUser(bob.id()), house.admin());

        heardOf(bob.id());
        assertThat(house.storage.sessionsOf(bob.id())).isZero();
        assertThat(house.refusal(AccessMessages.GET_USER, new GetUser(bob.id()), house.admin())
                        .code())
                .isEqualTo("not-found");
    }

    private Caller self() {
        return house.user(bob.id(), "editor");
    }

    private static Tuple role(int index) {
        return tuple(
                "/roles/" + index,
                "pattern",
                "A role is a lower-case letter, followed by up to 62 lower-case letters, digits, _ and -.");
    }

    private void heardOf(String user) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(house.changedUsers).isNotEmpty().containsOnly(user));
    }

    private <Q> void forbidden(Address<Q, ?> address, Q request, Caller caller, String reason) {
        Failure failure = house.refusal(address, request, caller);
        assertThat(failure.code()).isEqualTo("forbidden");
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.detail()).isEqualTo(reason);
    }
}

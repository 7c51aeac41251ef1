package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.OidcMessages.ForeignIdentity;
import io.corebus.access.OidcMessages.ListIdentities;
import io.corebus.access.OidcMessages.UnlinkUser;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.JournalMessages.AppendEntry;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may see under which name a provider knows somebody, and who may have it forgotten. No provider is configured here: there was one. */
class ForeignIdentitiesTest {
    private static final String ISSUER = "https://id.example.org";
    private static final String NOBODY = "019f0000-0000-7000-8000-00000000dead";
    private static final String NO_LISTING = "Only an admin may list the identities of other users.";
    private static final String NO_UNLINKING = "Only an admin may unlink users from a provider.";

    private final House house = House.withAdmin();
    private final String bob = house.createUser("bob@example.org", "editor").id();

    ForeignIdentitiesTest() {
        house.ask(IdentityMessages.LINK_USER, new LinkUser(ISSUER, "sub-1", bob), house.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<ForeignIdentity> list(Caller caller) {
        return house.ask(OidcMessages.LIST_IDENTITIES, new ListIdentities(bob), caller)
                .identities();
    }

    private Failure listRefusal(String user, Caller caller) {
        return house.refusal(OidcMessages.LIST_IDENTITIES, new ListIdentities(user), caller);
    }

    private Failure unlinkRefusal(String user, Caller caller) {
        return house.refusal(OidcMessages.UNLINK_USER, new UnlinkUser(user), caller);
    }

    private Caller program(String user, String role, String... scopes) {
        Caller person = house.user(user);
        return new Caller(
                user,
                List.of(role),
                "cbt_0123456789ab",
                List.of(scopes),
                "http",
                person.trace(),
                person.deadlineNanos());
    }

    private String admin() {
        return house.storage.user(House.ADMIN_EMAIL).id();
    }

    @Test
    void everybody_seesItsOwn_andAdminsThoseOfAll() {
        ForeignIdentity identity =
                new ForeignIdentity(ISSUER, "sub-1", house.clock.instant().toString());

        assertThat(list(house.user(bob, "editor"))).containsExactly(identity);
        assertThat(list(house.admin())).containsExactly(identity);
        assertThat(house.ask(OidcMessages.LIST_IDENTITIES, new ListIdentities(admin()), house.admin())
                        .identities())
                .isEmpty();
    }

    @Test
    void thoseOfOthers_areForAdmins() {
        Caller eve = house.user(house.createUser("eve@example.org", "editor").id(), "editor");

        forbidden(listRefusal(bob, eve), NO_LISTING);
        forbidden(unlinkRefusal(bob, eve), NO_UNLINKING);
        assertThat(listRefusal(bob, house.anonymous()).code()).isEqualTo("unauthenticated");
        assertThat(unlinkRefusal(bob, house.anonymous()).code()).isEqualTo("unauthenticated");
        assertThat(list(house.admin())).hasSize(1);
    }

    @Test
    void nobody_unlinksItself_unlessItIsAnAdmin() {
        forbidden(unlinkRefusal(bob, house.user(bob, "editor")), NO_UNLINKING);
        assertThat(list(house.admin())).hasSize(1);

        house.ask(IdentityMessages.LINK_USER, new LinkUser(ISSUER, "sub-2", admin()), house.system());
        house.ask(OidcMessages.UNLINK_USER, new UnlinkUser(admin()), house.admin());
        assertThat(house.storage.links(House.ADMIN_EMAIL)).isZero();
        assertThat(list(house.admin())).hasSize(1);
    }

    @Test
    void aTokenForOneFeature_seesNone() {
        assertThat(listRefusal(bob, program(bob, "editor", "features:create")))
                .isEqualTo(new Failure(
                        "insufficient-scope",
                        403,
                        "This takes a token with the scope read or admin; yours has features:create."));
        assertThat(list(program(bob, "editor", "read"))).hasSize(1);
        assertThat(list(program(bob, "editor", "admin"))).hasSize(1);
        assertThat(list(program(bob, "editor"))).hasSize(1);
    }

    @Test
    void aTokenOfAnAdmin_hasToBeGoodForIt() {
        Failure insufficient = new Failure(
                "insufficient-scope", 403, "This takes a token with the scope admin; yours has read, write.");
        Caller reader = program(admin(), Caller.ADMIN_ROLE, "read", "write");

        assertThat(listRefusal(bob, reader)).isEqualTo(insufficient);
        assertThat(unlinkRefusal(bob, reader)).isEqualTo(insufficient);
        assertThat(list(program(admin(), Caller.ADMIN_ROLE, "admin"))).hasSize(1);
        house.ask(OidcMessages.UNLINK_USER, new UnlinkUser(bob), program(admin(), Caller.ADMIN_ROLE, "admin"));
        assertThat(list(house.admin())).isEmpty();
    }

    @Test
    void unlinking_isDone_whetherThereIsALinkOrNot_andEndsNoSession() {
        String token = house.signIn("bob@example.org", House.PASSWORD).accessToken();

        for (String user : List.of(bob, bob, bob.toUpperCase(Locale.ROOT))) {
            assertThat(house.ask(OidcMessages.UNLINK_USER, new UnlinkUser(user), house.admin()))
                    .isEqualTo(new Done());
            assertThat(list(house.admin())).isEmpty();
        }
        assertThat(house.authenticate(token).user()).isEqualTo(bob);
        assertThat(house.storage.sessionsOf(bob)).isEqualTo(1);
    }

    @Test
    void anUnlinking_whoseAnswerIsLost_isDoneOnce() {
        Caller caller = house.admin();
        house.storage.loseNextAnswer(IdentityMessages.UNLINK_USER);
        house.storage.afterNext(IdentityMessages.UNLINK_USER, this::linkAnew);

        house.ask(OidcMessages.UNLINK_USER, new UnlinkUser(bob), caller);

        assertThat(list(house.admin())).extracting(ForeignIdentity::subject).containsExactly("sub-2");
        assertThat(house.storage.requests(IdentityMessages.UnlinkUser.class)).hasSize(2);
    }

    private void linkAnew() {
        house.bus.request(IdentityMessages.LINK_USER, new LinkUser(ISSUER, "sub-2", bob), house.system());
    }

    @Test
    void nobody_isNotFound() {
        Failure missing = new Failure("not-found", 404, "There is no user with this id.");

        for (String id : List.of(NOBODY, "no-uuid", "")) {
            assertThat(listRefusal(id, house.admin())).isEqualTo(missing);
            assertThat(unlinkRefusal(id, house.admin())).isEqualTo(missing);
        }
    }

    @Test
    void whatIsDenied_isTold_andAboutWhom() {
        String eve = house.createUser("eve@example.org", "editor").id();

        listRefusal(bob, house.user(eve, "editor"));
        listRefusal(bob, program(bob, "editor", "features:create"));
        unlinkRefusal(bob, house.user(eve, "editor"));
        unlinkRefusal(NOBODY, house.admin());

        String about = "denied " + bob + " {\"action\":";
        assertThat(house.storage.requests(AppendEntry.class))
                .extracting(entry -> entry.kind() + " " + entry.resourceId() + " " + entry.detail())
                .containsExactly(
                        about + "\"list-identities\",\"code\":\"forbidden\"}",
                        about + "\"list-identities\",\"code\":\"insufficient-scope\"}",
                        about + "\"unlink\",\"code\":\"forbidden\"}");
    }

    private static void forbidden(Failure failure, String detail) {
        assertThat(failure).isEqualTo(new Failure("forbidden", 403, detail));
    }
}

package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureReader;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {
    private static final Json DRAFT =
            Json.of("{\"id\":\"1\",\"title\":\"t\",\"status\":\"draft\",\"secret\":\"s\",\"created_by\":\"ann\"}");
    private static final Json DONE =
            Json.of("{\"id\":\"1\",\"title\":\"t\",\"status\":\"done\",\"secret\":\"s\",\"created_by\":\"ann\"}");

    @TempDir
    private Path directory;

    private AccessRule rule(String permissions) throws Exception {
        Files.writeString(directory.resolve("papers.yaml"), """
                feature: papers
                schema:
                  type: object
                  required: [title]
                  properties:
                    title: {type: string}
                    status: {type: string, enum: [draft, done], default: draft}
                    secret: {type: string}
                    team: {type: string}
                permissions:
                """ + "  " + permissions + "\n");
        Feature feature = FeatureReader.read(directory).find("papers");
        return new AccessRule(feature, new Gate(feature.name()));
    }

    private static Caller caller(String user, String... roles) {
        return scoped(user, List.of(), roles);
    }

    private static Caller scoped(String user, List<String> scopes, String... roles) {
        return new Caller(user, List.of(roles), "t", scopes, "http", Trace.start(), System.nanoTime());
    }

    private static String seen(Reach reach, Json resource) {
        Json seen = reach.seen(resource);
        return seen == null ? null : seen.toString();
    }

    @Test
    void aPlainRole_reachesEverything_andNothingIsLookedAt() throws Exception {
        AccessRule rule = rule("read: [viewer, {role: guest, where: \"status==done\"}]");

        assertThat(rule.reach(caller("bob", "viewer", "guest"), Action.READ)).isSameAs(Reach.ALL);
        assertThat(Reach.ALL.seen(Json.of("not even JSON"))).isEqualTo(Json.of("not even JSON"));
    }

    @Test
    void admin_mayDoEverything_alsoWhatNobodyIsNamedFor() throws Exception {
        AccessRule rule = rule("read: [viewer]");

        for (Action action : Action.values()) {
            assertThat(rule.reach(caller("root", "admin"), action)).isSameAs(Reach.ALL);
        }
        assertThat(rule.decide(caller("bob", "viewer"), Action.DELETE).refusal())
                .isEqualTo(new Failure(
                        "forbidden", 403, "To delete papers takes the role admin; you have the role viewer."));
    }

    @Test
    void withoutAnySuitableRole_itSaysWhichWouldDo() throws Exception {
        AccessRule rule = rule("update: [editor, {role: writer, where: \"status==draft\"}]");

        assertThat(rule.decide(caller("bob", "viewer"), Action.UPDATE).refusal().detail())
                .isEqualTo("To update papers takes the role editor or writer; you have the role viewer.");
        assertThat(rule.decide(caller(Caller.ANONYMOUS), Action.UPDATE)
                        .refusal()
                        .code())
                .isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @CsvSource({
        "public, anonymous, true",
        "public, ann, true",
        "authenticated, anonymous, false",
        "authenticated, ann, true",
        "owner, anonymous, false",
        "owner, ann, true",
    })
    void specialRoles_areForThoseWhomTheyName(String role, String user, boolean may) throws Exception {
        AccessRule rule = rule("read: [" + role + "]");

        assertThat(rule.reach(caller(user), Action.READ) != null).isEqualTo(may);
    }

    @Test
    void anOwner_reachesWhatItCreated_whateverRolesItHas() throws Exception {
        AccessRule rule = rule("read: [owner, {role: owner, where: \"status==done\", except: [secret]}]"
                .replace("owner, {", "{role: owner, where: \"status==draft\"}, {"));

        assertThat(seen(rule.reach(caller("ann"), Action.READ), DRAFT)).isEqualTo(DRAFT.toString());
        assertThat(seen(rule.reach(caller("ann"), Action.READ), DONE))
                .isEqualTo("{\"id\":\"1\",\"title\":\"t\",\"status\":\"done\",\"created_by\":\"ann\"}");
        assertThat(seen(rule.reach(caller("bob"), Action.READ), DRAFT)).isNull();
    }

    @Test
    void somebodyWithTheRoleNamedOwner_ownsNothingMore() throws Exception {
        AccessRule rule = rule("read: [owner]");

        assertThat(seen(rule.reach(caller("bob", "owner"), Action.READ), DRAFT)).isNull();
    }

    @Test
    void ofSeveralEntries_eachAddsItsRowsAndFields() throws Exception {
        AccessRule rule =
                rule("read: [{role: a, fields: [title]}, {role: b, where: \"status==done\", fields: [secret]}]");
        Reach both = rule.reach(caller("bob", "a", "b"), Action.READ);

        assertThat(seen(both, DRAFT)).isEqualTo("{\"id\":\"1\",\"title\":\"t\",\"created_by\":\"ann\"}");
        assertThat(seen(both, DONE))
                .isEqualTo("{\"id\":\"1\",\"title\":\"t\",\"secret\":\"s\",\"created_by\":\"ann\"}");
        assertThat(both.rows()).isNull();
        assertThat(both.sureFields().isAll()).isFalse();
        assertThat(both.sureFields().has("secret")).isFalse();
        assertThat(both.someFields().has("secret")).isTrue();
    }

    @Test
    void rowsOfAList_areAConditionForStorage_withTheCallerPutIn() throws Exception {
        AccessRule rule = rule("read: [{role: guest, where: \"status==done\"}, {role: owner}]");
        Condition owned = new Condition(Operator.EQUAL, "created_by", List.of("bob"), List.of());
        Condition done = new Condition(Operator.EQUAL, "status", List.of("done"), List.of());

        assertThat(rule.reach(caller("bob"), Action.READ).rows()).isEqualTo(owned);
        assertThat(rule.reach(caller("bob", "guest"), Action.READ).rows())
                .isEqualTo(new Condition(Operator.OR, null, List.of(), List.of(done, owned)));
    }

    @Test
    void rolesOfTheCaller_canBeComparedWith() throws Exception {
        AccessRule rule = rule("read: [{role: authenticated, where: \"team=in=({caller.roles})\"}]");
        Json red = Json.of("{\"id\":\"1\",\"team\":\"red\"}");

        assertThat(seen(rule.reach(caller("bob", "red"), Action.READ), red)).isNotNull();
        assertThat(seen(rule.reach(caller("bob", "blue"), Action.READ), red)).isNull();
        assertThat(seen(rule.reach(caller("bob"), Action.READ), red)).isNull();
    }

    @Test
    void whoHasNotSignedIn_isNobodyToCompareWith() throws Exception {
        AccessRule rule = rule("read: [{role: public, where: \"created_by!={caller.user}\"}]");

        assertThat(rule.reach(caller(Caller.ANONYMOUS), Action.READ)).isNull();
        assertThat(seen(rule.reach(caller("bob"), Action.READ), DRAFT)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read | READ",
                "papers:read | READ",
                "papers:* | READ CREATE UPDATE DELETE",
                "write | CREATE UPDATE DELETE",
                "papers:update | UPDATE",
                "admin | ''",
                "other:* | ''",
                "read,papers:delete | READ DELETE"
            })
    void aToken_isGoodForItsScopes_andNoMore(String scopes, String actions) throws Exception {
        AccessRule rule = rule("read: [viewer]");
        Caller admin = scoped("root", List.of(scopes.split(",")), "admin");

        for (Action action : Action.values()) {
            assertThat(rule.reach(admin, action) != null)
                    .as(action.name())
                    .isEqualTo(List.of(actions.split(" ")).contains(action.name()));
        }
    }

    @Test
    void aScopeThatIsMissing_isNamed_andGivesNoRight() throws Exception {
        AccessRule rule = rule("update: [editor]");

        assertThat(rule.decide(scoped("bob", List.of("read"), "editor"), Action.UPDATE)
                        .refusal())
                .isEqualTo(new Failure(
                        "insufficient-scope",
                        403,
                        "To update papers takes a token with the scope write or papers:update; yours has read."));
        assertThat(rule.decide(scoped("bob", List.of("write"), "viewer"), Action.UPDATE)
                        .refusal()
                        .code())
                .isEqualTo("forbidden");
    }
}

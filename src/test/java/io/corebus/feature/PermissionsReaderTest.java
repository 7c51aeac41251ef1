package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.feature.Feature.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsReaderTest {
    private static final String SCHEMA = """
            feature: things
            schema:
              type: object
              properties:
                name: {type: string}
                status: {type: string, enum: [open, done]}
                size: {type: integer}
                by: {type: string, format: uuid}
                tags: {type: array}
            permissions:
            """;

    @TempDir
    private Path directory;

    private Feature read(String permissions) throws Exception {
        Files.writeString(directory.resolve("things.yaml"), SCHEMA + "  " + permissions + "\n");
        return FeatureReader.read(directory).find("things");
    }

    private static List<String> texts(List<Grant> grants) {
        return grants.stream().map(Grant::toString).toList();
    }

    @Test
    void anAction_hasItsOwn_withoutFields() throws Exception {
        String actions = "\nlogic: a.B\nactions: {close: , open: }";
        Feature things = read("close: [clerk, {role: owner, where: status==open}]" + actions);

        assertThat(texts(things.action("close").grants()))
                .containsExactly("clerk", "{role: owner, where: \"status==open\"}");
        assertThat(things.action("open").grants()).isEmpty();
        assertThatThrownBy(() -> read("close: [{role: clerk, fields: [name]}]" + actions))
                .hasMessageContaining("close is for the whole resource: it has no fields or except.");
        assertThatThrownBy(() -> read("shut: [clerk]" + actions))
                .hasMessageContaining("there is no key shut in permissions.");
    }

    @Test
    void everyFormOfAnEntry_isRead() throws Exception {
        List<Grant> grants =
                read("read: [viewer, owner, {role: guest, where: \"status==done;created_by=={caller.user}\", fields: [size, name]}, "
                                + "{role: clerk, except: [tags, by]}, {role: plain}, public]")
                        .grants(Action.READ);

        assertThat(texts(grants))
                .containsExactly(
                        "viewer",
                        "owner",
                        "{role: guest, where: \"status==done;created_by=={caller.user}\", fields: [name, size]}",
                        "{role: clerk, fields: [name, size, status]}",
                        "plain",
                        "public");
        assertThat(grants.get(3).fields()).isEqualTo(Set.of("name", "size", "status"));
        assertThat(grants).extracting(Grant::isPlain).containsExactly(true, false, false, false, true, true);
    }

    @Test
    void afterAnUpdate_anotherRuleMayHold() throws Exception {
        Grant grant = read("update: [{role: x, where: \"status==open\", after: \"status=in=(open,done)\"}]")
                .grants(Action.UPDATE)
                .get(0);

        assertThat(grant.before().kind()).isEqualTo(Criterion.Kind.EQUAL);
        assertThat(grant.afterwards().values()).containsExactly("open", "done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read: [{role: x, wher: y}] | there is no key wher in a permission. Did you mean where?",
                "read: [{where: size==1}] | a permission lacks the key role.",
                "read: [{role: [x]}] | role must be a text.",
                "read: [[x]] | an item of read must be a role, or a mapping with a role.",
                "read: [x, {role: x, fields: [name]}] | read names x twice. Keep one of them.",
                "read: [anonymous] | nobody has the role anonymous. Write public for everybody, with a token or without.",
                "create: [public] | public may only read: a change needs somebody who made it. Write authenticated for everybody who has signed in.",
                "read: [{role: admin, except: [name]}] | admin may do everything: it has no where, after, fields or except. Leave it out.",
                "read: [{role: x, after: size==1}] | after is for update, not for read. Write where.",
                "read: [{role: x, fields: [name], except: [size]}] | a permission has fields or except, not both. Keep one of them.",
                "delete: [{role: x, fields: [name]}] | delete is for the whole resource: it has no fields or except.",
                "read: [{role: x, fields: [nam]}] | fields names the field nam, which is not declared. Did you mean name?",
                "read: [{role: x, except: [created_by]}] | except is for declared fields; created_by can always be read, and never written. Leave it out.",
                "read: [{role: x, fields: name}] | fields must be a list.",
                "read: [{role: x, where: [a]}] | where must be a text of at most 1000 characters. Write for example \"status==done;created_by=={caller.user}\".",
                "read: [{role: x, where: size}] | where is not a filter in RSQL with ==, !=, <, <=, >, >=, =in=() and =out=(). Write for example \"status==done;created_by=={caller.user}\".",
                "read: [{role: x, where: name=in=()}] | where: the brackets behind name are empty. Put a value into them.",
                "update: [{role: x, after: 'size==1;name=out=()'}] | after: the brackets behind name are empty. Put a value into them.",
                "read: [{role: x, where: sise==1}] | where names the field sise, which is not declared. Did you mean size?",
                "read: [{role: x, where: tags==1}] | where cannot use tags: it holds an array or an object.",
                "read: [{role: x, where: status==don}] | where: The value for 'status' must be one of open, done. It is 'don'.",
                "read: [{role: x, where: size==big}] | where: The value for 'size' must be a whole number, such as 10. It is 'big'.",
                "read: [{role: x, where: \"by=={caller.usr}\"}] | where knows {caller.user} and {caller.roles}, not {caller.usr}. Did you mean {caller.user}?",
                "read: [{role: x, where: \"size=={caller.user}\"}] | where: {caller.user} stands behind ==, !=, =in= or =out=, for a field that holds a text or a UUID. Write for example created_by=={caller.user}.",
                "read: [{role: x, where: \"name=={caller.roles}\"}] | where: {caller.roles} stands alone behind =in= or =out=, for a field that holds a text. Write for example team=in=({caller.roles}).",
                "update: [{role: x, after: sise==1}] | after names the field sise, which is not declared. Did you mean size?"
            })
    void aFault_isTold_withItsLine_andWhatWouldBeRight(String permissions, String fault) {
        DescriptorFaults faults = catchThrowableOfType(DescriptorFaults.class, () -> read(permissions));

        assertThat(faults).as(permissions).isNotNull();
        assertThat(faults.faults())
                .extracting(each -> each.toString().replace(directory + "/", ""))
                .containsExactly("things.yaml:11: " + fault);
    }

    @Test
    void faultsOfSeveralEntries_areToldAtOnce() {
        DescriptorFaults faults = catchThrowableOfType(DescriptorFaults.class, () -> read("""
                read:
                    - {role: x, where: sise==1}
                    - {role: The Boss}
                  update: [{role: y, fields: [nam]}]"""));

        assertThat(faults.faults()).extracting(DescriptorFaults.Fault::line).containsExactly(12, 13, 14);
    }
}

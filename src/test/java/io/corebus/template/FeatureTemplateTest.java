package io.corebus.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.feature.Feature;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.RecordValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTemplateTest {
    private static final Path SHIPPED = Path.of("conf/features");
    private static final int WISHES = 400;

    private static FeatureTemplate of(String name, String... fields) throws WishFaults {
        return FeatureTemplate.of(new Wish(name, null, null, List.of(fields)), SHIPPED);
    }

    @Test
    void whateverIsWishedFor_passesTheCheckOfAStart(@TempDir Path directory) throws Exception {
        copyShipped(directory);
        Wishes wishes = new Wishes(20261128);
        for (int i = 0; i < WISHES; i++) {
            Wish wish = wishes.next();
            FeatureTemplate template = FeatureTemplate.of(wish, directory);
            Files.writeString(template.file(), template.descriptor());
            Feature feature = FeatureReader.read(directory).find(wish.name());
            Files.delete(template.file());

            assertThat(feature.fields()).as(template.descriptor()).hasSameSizeAs(wish.fields());
            assertThat(wish.title() == null || wish.title().equals(feature.title()))
                    .as(feature.title())
                    .isTrue();
            assertThat(feature.description()).isEqualTo(wish.description() == null ? "" : wish.description());
            new RecordValidator(feature).validForCreate(template.sample().deepCopy());
        }
    }

    private static void copyShipped(Path directory) throws IOException {
        try (Stream<Path> shipped = Files.list(SHIPPED)) {
            for (Path file : shipped.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aDescriptor_isReadAsItWasAskedFor() throws Exception {
        FeatureTemplate template = of(
                "invoices",
                "title:string,required,max=80,search",
                "status:enum(open|paid),default=open",
                "amount:decimal,min=0,step=0.01",
                "project:ref(projects),required",
                "code:string,unique,pattern=^[A-Z]{2,5}$,example=AB,description=Short, for people");

        assertThat(template.descriptor()).contains("""
                feature: invoices
                title: Invoice
                # description: What it stands for, in one sentence. People read it in the API, agents go by it.

                # JSON Schema 2020-12. Each property is a column, and each rule in it is also one of PostgreSQL.
                schema:
                  type: object
                  required: [title, project]
                  additionalProperties: false
                  properties:
                    title:   {type: string, minLength: 1, maxLength: 80, x-search: true}
                    status:  {type: string, enum: [open, paid], default: open}
                    amount:  {type: number, format: decimal, minimum: 0, multipleOf: 0.01}
                    project: {type: string, format: uuid, x-references: projects}
                    code:
                      type: string
                      minLength: 1
                      maxLength: 200
                      pattern: "^[A-Z]{2,5}$"
                      examples: [AB]
                      description: "Short, for people"

                # What lists are filtered and sorted by wants an index; references and what is unique have one.
                storage:
                  index: [status]
                  unique: [code]
                """);
        assertThat(Trying.curl(template, "http://127.0.0.1:8080")).isEqualTo("""
                PROJECT=...  # the id of one of http://127.0.0.1:8080/api/projects
                curl -sS http://127.0.0.1:8080/api/invoices -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d '{"title":"text","status":"open","amount":0.00,"project":"'"$PROJECT"'","code":"AB"}'""");
    }

    @Test
    void withoutFields_thereIsAName() throws Exception {
        assertThat(of("invoices").descriptor()).contains("    name: {type: string, minLength: 1, maxLength: 200}\n");
    }

    @Test
    void whatAgentsCannotGive_theyAreNotOfferedToCreate() throws Exception {
        assertThat(of("staff", "salary:integer,required,hidden").feature().mcpTools())
                .containsExactly("search", "get", "update");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Invoice | the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not 'Invoice'. Write invoices.",
                "purchaseOrder | the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not 'purchaseOrder'. Write purchase_orders.",
                "line-entry | the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not 'line-entry'. Write line_entries.",
                "../x | the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not '../x'. Write xes.",
                "9 | the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not '9'. Choose another, such as invoices.",
                "users | the name users is taken by Corebus itself. Choose another, such as invoices."
            })
    void aNameThatCannotBe_isTold_withABetterOne(String name, String fault) {
        assertFaults(fault, name);
    }

    private static void assertFaults(String fault, String name, String... fields) {
        assertThatThrownBy(() -> of(name, fields))
                .isInstanceOf(WishFaults.class)
                .hasMessage("Nothing was written. What was asked for has a fault:\n  " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "title => it has no type. Write name:type, such as title:string.",
                "Due Date:date => the name of a field must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not 'Due Date'. Write due_date.",
                "id:uuid => every resource has the field id by itself. Choose another.",
                "a:int => there is no type 'int'; there are string, integer, number, decimal, boolean, date, date-time, time, duration, uuid, email, uri, hostname, ipv4, ipv6, enum(a|b), ref(feature), list(type). Write integer.",
                "a:intger => there is no type 'intger'; there are string, integer, number, decimal, boolean, date, date-time, time, duration, uuid, email, uri, hostname, ipv4, ipv6, enum(a|b), ref(feature), list(type). Did you mean integer?",
                "a:string(3) => string takes nothing in brackets. Write string.",
                "a:enum => enum says in brackets what it is of. Write enum(a|b).",
                "a:ref(projects)s => ref says in brackets what it is of. Write ref(feature).",
                "a:enum(x||y) => a value of an enum cannot be empty. Write enum(open|paid).",
                "a:enum(x|x) => a value of the enum is there twice. Keep one of them.",
                "a:ref(Project) => the name of a feature must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not 'Project'. Write ref(projects).",
                "a:list(date) => a list is of string, integer, number or boolean, not of 'date'. Write list(string).",
                "a:string,requird => there is no attribute 'requird'; there are required, unique, index, search, hidden, min, max, step, pattern, default, example, description. Did you mean required?",
                "a:date,max=3 => max is not for date. It takes required, hidden, example, description, default, unique, index.",
                "a:string,required=yes => required takes no value. Write required.",
                "a:string,max => max wants a value. Write max=VALUE.",
                "a:string,max=3,max=4 => max is there twice. Keep one of them.",
                "a:string,max=3.5 => max must be a whole number from 0, not '3.5'. Write for example max=10.",
                "a:number,min=1e3 => min must be a number, not '1e3'. Write for example min=0.5.",
                "a:integer,min=5,max=3 => max is less than min. Write max=5 or more.",
                "a:decimal,step=0 => step must be more than 0. Write for example step=0.01.",
                "a:string,max=0 => max=0 leaves room for nothing. Write max=1 or more.",
                "a:integer,default=x => default must be a whole number, not 'x'. Write for example default=10.",
                "a:boolean,default=yes => default must be true or false, not 'yes'. Write default=true.",
                "a:enum(x|y),default=z => default must be one of x, y, not 'z'. Write default=x.",
                "a:string,pattern=^x$ => pattern wants an example, which the request to try and the test send. Write example=VALUE.",
                "a:string,pattern=(,example=x => a bracket is not closed: no comma behind it counts. Close it, or write \\ before it.",
                "a:ref(projects),example=1 => example is not for ref: which ids there are, only the database knows. Leave it out."
            })
    void aFieldThatCannotBe_isTold_withWhatToWrite(String field, String fault) {
        assertFaults("--field '" + field + "': " + fault, "invoices", field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "a:date,default=today => the default of a must be a date, such as 2026-01-31.",
                "a:string,pattern=*,example=x => pattern of a is not a regular expression for all: it does not compile.",
                "a:string,pattern=^x$,example=y => the example of a must match the pattern ^x$. Write another example=VALUE.",
                "a:integer,required,min=5,max=6,step=10 => the field a leaves no value that can be told. Widen its limits, or give it an example=VALUE.",
                "a:ref(invoices),required => the field a refers to invoices itself: if it is required, there can never be a first one. Leave required out."
            })
    void whatTheCheckOfDescriptorsFinds_isTold_withoutLinesOfAFileThatIsNotThere(String field, String fault) {
        assertFaults(fault, "invoices", field);
    }

    @Test
    void allFaults_areToldAtOnce() {
        assertThatThrownBy(() -> of("Invoice", "a", "b:string", "b:date", "c:strng"))
                .hasMessageStartingWith("Nothing was written. What was asked for has faults:\n")
                .hasMessageContaining("\n  --field 'b:date': there is a field b already. Keep one of them.")
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.lines()).hasSize(5));
    }

    @Test
    void aNameThatAnotherFileHas_isTold(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("other.yaml"),
                "feature: invoices\nschema:\n  type: object\n  properties:\n    a: {type: string}\n");

        assertThatThrownBy(() -> FeatureTemplate.of(new Wish("invoices", null, null, List.of()), directory))
                .hasMessage(
                        "Nothing was written. What was asked for has a fault:\n  there is a feature invoices already, in "
                                + directory.resolve("other.yaml") + ". Choose another name.");
    }

    @Test
    void aReferenceToNothing_isToldWithASuggestion_andNoFault() throws Exception {
        assertThat(of("invoices", "a:ref(project)", "b:ref(elephants)").trial().unknown())
                .containsEntry("project", "Did you mean projects?")
                .containsEntry("elephants", "");
    }
}

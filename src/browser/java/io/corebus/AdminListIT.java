package io.corebus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page.GetByLabelOptions;
import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page {@code /admin} in a real browser that can reach nothing but the server: tables of resources. */
class AdminListIT {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static String url;
    private static Api admin;

    @BeforeAll
    static void start() {
        url = TestNode.shared().url();
        admin = TestNode.shared().admin();
    }

    private AdminTab at(String place) {
        return AdminTab.signedIn(CHROMIUM.context(), url, TestNode.ADMIN, place);
    }

    private static String create(String name, int value) {
        Api.Answer created = admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":" + value + "}");
        assertThat(created.status()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    private static JsonNode named(String name) {
        return admin.get("/api/features?filter=name==" + name).json().get("data");
    }

    /** A name that nothing else in the database has. */
    private static String fresh() {
        return "n" + UUID.randomUUID();
    }

    private static GetByLabelOptions exact() {
        return new GetByLabelOptions().setExact(true);
    }

    @Test
    void aFaultOfAFilter_isSaidBesideIt_andTheListStays() {
        String name = fresh();
        String id = create(name, 1);
        AdminTab tab = at("/features/features?filter=name==" + name);
        assertThat(tab.row(id)).containsText(name);
        tab.page().getByLabel("Filter", exact()).fill("nonsense==1");
        tab.button("Apply").click();
        assertThat(tab.page().locator("#filter-fault")).hasText("There is no field 'nonsense' in features.");
        assertThat(tab.row(id)).containsText(name);
        tab.page().getByLabel("Filter", exact()).fill("name==" + name + ";value=gt=1");
        tab.button("Apply").click();
        assertThat(tab.page().locator("tbody")).containsText("Nothing here.");
        assertThat(tab.page().locator("#filter-fault")).isHidden();
        tab.assertQuiet(400);
    }

    @Test
    void aLongList_isSortedAndTurned() {
        String prefix = fresh();
        for (int i = 0; i < 60; i++) {
            create(prefix, i);
        }
        // As an address it would be too long for the server.
        String filter = "name==" + prefix + ",name==" + "ä".repeat(2_000);
        AdminTab tab = at("/features/features?filter=" + URLEncoder.encode(filter, UTF_8));
        assertThat(tab.page().locator("tbody tr")).hasCount(50);
        tab.button("Count").click();
        assertThat(tab.page().locator(".tools [role=status]")).hasText("60 in all");
        tab.button("value").click();
        assertThat(tab.page().locator("th[aria-sort=ascending]")).containsText("value");
        assertThat(tab.button("value")).isFocused();
        tab.page().keyboard().press("Enter");
        assertThat(tab.page().locator("th[aria-sort=descending]")).containsText("value");
        assertThat(tab.page().locator("tbody td[data-field=value]").first()).hasText("59");
        tab.button("Next page").click();
        assertThat(tab.page().locator("tbody tr")).hasCount(10);
        tab.button("Previous page").click();
        assertThat(tab.page().locator("tbody td[data-field=value]").first()).hasText("59");
        tab.page().goBack();
        assertThat(tab.page().locator("tbody tr")).hasCount(10);
        tab.assertQuiet();
    }

    @Test
    void rowsThatAreChosen_areDeletedTogether_butNotWhatChangedMeanwhile() {
        String name = fresh();
        List<String> ids = List.of(create(name, 1), create(name, 2), create(name, 3));
        AdminTab tab = at("/features/features?sort=value&filter=name==" + name);
        for (String id : ids.subList(0, 2)) {
            tab.row(id).locator("input").check();
        }
        assertThat(tab.page().locator("thead input").evaluate("box => box.indeterminate"))
                .isEqualTo(true);
        tab.button("Delete 2").click();
        admin.patch("/api/features/" + ids.get(0), "{\"value\":9}");
        tab.inDialog("Delete").click();
        assertThat(tab.trouble()).containsText("1 could not be deleted.");
        assertThat(tab.trouble()).containsText("The resource has version 2 now");
        assertThat(tab.row(ids.get(1))).hasCount(0);
        assertThat(named(name)).hasSize(2);
        assertThat(tab.button("Delete 2")).isHidden();
        tab.assertQuiet();
    }

    @Test
    void whatOthersChange_isMarkedWhereItIs() {
        String name = fresh();
        String first = create(name, 1);
        String second = create(name, 2);
        AdminTab tab = at("/features/features?sort=value&filter=name==" + name);
        assertThat(tab.row(second)).isVisible();
        tab.awaitLive();
        admin.patch("/api/features/" + first, "{\"value\":3}");
        assertThat(tab.row(first)).hasClass("changed");
        assertThat(tab.row(first)).containsText("changed");
        assertThat(tab.row(first).locator("[data-field=value]")).hasText("3");
        assertThat(tab.page().locator("tbody tr").first()).hasAttribute("data-id", first);
        admin.delete("/api/features/" + second);
        assertThat(tab.row(second)).hasClass("gone");
        String third = create(name, 4);
        assertThat(tab.page().locator(".news")).containsText("One was created meanwhile.");
        assertThat(tab.row(third)).hasCount(0);
        tab.capture("admin-live");
        tab.button("Show").click();
        assertThat(tab.row(third)).isVisible();
        assertThat(tab.row(second)).hasCount(0);
        tab.assertQuiet();
    }

    @Test
    void whatOthersChange_keepsEveryDigit() {
        String key = "L" + System.nanoTime() % 100_000_000;
        JsonNode project = admin.post("/api/projects", "{\"key\":\"" + key + "\",\"name\":\"live\",\"budget\":1}")
                .json();
        String id = project.get("id").asText();
        AdminTab tab = at("/features/projects?filter=id==" + id);
        assertThat(tab.row(id).locator("[data-field=budget]")).hasText("1");
        tab.awaitLive();
        admin.patch("/api/projects/" + id, "{\"budget\":1234.50}");
        assertThat(tab.row(id)).hasClass("changed");
        assertThat(tab.row(id).locator("[data-field=budget]")).hasText("1234.50");
        tab.assertQuiet();
    }

    @Test
    void whatIsAddedToAFilter_appliesToAllOfIt() {
        String name = fresh();
        String one = create(name, 1);
        String two = create(name, 2);
        AdminTab tab = at("/features/features?filter=id==" + one + ",id==" + two);
        assertThat(tab.page().locator("tbody tr")).hasCount(2);
        tab.page().getByText("Build a filter").click();
        tab.page().getByLabel("Field", exact()).selectOption("value");
        tab.page().getByLabel("Value", exact()).fill("2");
        tab.button("Add to the filter").click();
        assertThat(tab.page().getByLabel("Filter", exact())).hasValue("(id==" + one + ",id==" + two + ");value==2");
        tab.button("Apply").click();
        assertThat(tab.row(one)).hasCount(0);
        assertThat(tab.row(two)).isVisible();
        tab.assertQuiet();
    }

    @Test
    void textsOfRecords_areOnlyTexts() {
        String text = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>" + fresh().substring(0, 9);
        String id = create(text, 1);
        admin.patch("/api/features/" + id, "{\"name\":\"" + text + "!\"}");
        AdminTab tab = at("/features/features/" + id);
        assertThat(tab.heading()).hasText(text + "!");
        assertThat(tab.field("name")).hasValue(text + "!");
        tab.go("/features/features?filter=id==" + id);
        assertThat(tab.row(id)).containsText("<img src=x onerror='window.hacked=1'>");
        tab.go("/features/features/" + id + "/history");
        assertThat(tab.page().locator("[data-version='2'] ins")).hasText("!");
        tab.page().locator("[data-version='1'] summary").click();
        assertThat(tab.page().locator("[data-version='1'] .reader")).containsText(text);
        tab.go("/audit?resource_id=" + id);
        tab.page().locator(".audit summary").last().click();
        assertThat(tab.page().locator(".audit .inside").last()).containsText(text);
        assertThat(tab.page().locator("main img, main script")).hasCount(0);
        assertThat(tab.page().evaluate("window.hacked")).isNull();
        tab.assertQuiet();
    }
}

package io.corebus.storage;

import io.corebus.feature.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Searches for words in SQL: an index holds the words of each row, and its expression stands in the statement letter for letter. */
final class SearchSql {
    /** More would not fit where every word is another one: PostgreSQL holds at most 1 MiB of words. */
    private static final int MAX_CHARACTERS = 150_000;

    /**
     * Left to PostgreSQL, some of it would have a meaning: it takes {@code -4711} for a negative number, {@code kitchen/bath} for a file and {@code
     * www.example.com} for a host, each of them one word that is not found by its parts. That of ASCII only: a database need not be able to hold any other.
     */
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private SearchSql() {}

    /**
     * The words of a row. Letters are made small by the rules of the database, whatever the collation of the columns.
     *
     * @param row in front of the columns: {@code t.}
     */
    static String words(Search search, String row) {
        List<String> texts = new ArrayList<>();
        for (String field : search.fields()) {
            texts.add("coalesce(" + row + FeatureTable.quoted(field) + ", '')");
        }
        String text =
                "lower(left(" + String.join(" || ' ' || ", texts) + ", " + MAX_CHARACTERS + ") COLLATE \"default\")";
        return "to_tsvector(" + configuration(search) + ", translate(" + text + ", " + Constraint.literal(PUNCTUATION)
                + ", " + Constraint.literal(" ".repeat(PUNCTUATION.length())) + "))";
    }

    /**
     * Whether a row has all these words, the last one as the beginning of one.
     *
     * @param argument takes a value and tells its place holder
     */
    static String condition(Search search, String text, Function<Object, String> argument) {
        String sought = withoutPunctuation(text).strip();
        int last = sought.length();
        while (last > 0 && !Character.isWhitespace(sought.charAt(last - 1))) {
            last--;
        }
        String configuration = configuration(search);
        String whole = "plainto_tsquery(" + configuration + ", lower("
                + argument.apply(sought.substring(0, last).strip()) + "::text))";
        String begun = "to_tsquery(" + configuration + ", lower(" + argument.apply(beginning(sought.substring(last)))
                + "::text))";
        return words(search, "t.") + " @@ (" + whole + " && " + begun + ")";
    }

    /** Blanks in its place, as in the words of a row: {@code INV-4711} are two words here and there. */
    private static String withoutPunctuation(String text) {
        StringBuilder blank = new StringBuilder(text);
        for (int i = 0; i < blank.length(); i++) {
            if (PUNCTUATION.indexOf(blank.charAt(i)) >= 0) {
                blank.setCharAt(i, ' ');
            }
        }
        return blank.toString();
    }

    /** In the language of {@code to_tsquery}, in which a quoted word means nothing but itself. Between the quotes there has to be something: a blank, where there is no word. */
    private static String beginning(String word) {
        return "' " + word + "':*";
    }

    private static String configuration(Search search) {
        return Constraint.literal(search.configuration()) + "::regconfig";
    }
}

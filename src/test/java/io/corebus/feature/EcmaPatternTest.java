package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcmaPatternTest {
    private static boolean found(String pattern, String text) {
        return EcmaPattern.compile(pattern).isFoundIn(text);
    }

    @Test
    void itMeansWhatItMeansInEcmaScript() {
        assertThat(found("b", "abc")).isTrue();
        assertThat(found("^a$", "a\n")).isFalse();
        assertThat(found("^.$", "\u0085")).isTrue();
        assertThat(found("^.$", "\u2028")).isFalse();
        assertThat(found("^.$", "😀")).isTrue();
        assertThat(found("^\\s$", "\uFEFF")).isTrue();
        assertThat(found("^[\\s]$", "\u00A0")).isTrue();
        assertThat(found("^\\S$", "\u00A0")).isFalse();
        assertThat(found("^[\\s\\S]$", "\n")).isTrue();
        assertThat(found("\\bé", "é")).isFalse();
        assertThat(found("\\Bé", "é")).isTrue();
        assertThat(found("^\\v$", "\u000B")).isTrue();
        assertThat(found("^\\v$", "\n")).isFalse();
        assertThat(found("^[a[b]$", "[")).isTrue();
        assertThat(found("^[a-z&&b]$", "c")).isTrue();
        assertThat(found("^[\\w.\\-]+$", "a-b.c")).isTrue();
        assertThat(found("^\\u{1F600}\\u00e9\\x41$", "😀éA")).isTrue();
        assertThat(found("^\\p{L}\\P{Lu}\\p{Script=Greek}$", "Äbα")).isTrue();
        assertThat(found("^(?<x>a)\\1(?:b)(?=c)(?!d)c(?<=c)(?<!d)$", "aabc")).isTrue();
        assertThat(found("^a{2}b{1,}c{1,2}?d??$", "aabc")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\\Aa | \\A is not known to all",
                "a\\z | \\z is not known to all",
                "\\Qa\\E | \\Q is not known to all",
                "\\@ | \\@ is not known to all",
                "\\0 | \\0 is not known to all",
                "a++ | a repetition cannot be followed by +",
                "a{2}+ | a repetition cannot be followed by +",
                "a** | a repetition cannot be repeated",
                "(?i)a | it has a group of a kind that not all know",
                "(?>a) | it has a group of a kind that not all know",
                "a{x} | { must be written \\{ where it is no repetition",
                "a} | } must be written \\}",
                "a] | ] must be written \\]",
                "[] | [] is empty",
                "[^] | [] is empty",
                "\\p{Alpha} | \\p takes a category such as {L} or a script such as {Script=Greek}",
                "\\x4 | \\x lacks its digits",
                "a\\ | it ends with \\",
                "(a | it does not compile",
                "[a | it does not compile",
                "*a | it does not compile"
            })
    void whatOnlySomeKnow_isRefused(String pattern, String why) {
        assertThatThrownBy(() -> EcmaPattern.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void aVeryLongPattern_isRefused() {
        assertThatThrownBy(() -> EcmaPattern.compile("a".repeat(1001))).hasMessage("it is longer than 1000 characters");
    }
}

package io.corebus.resource;

import cz.jirutka.rsql.parser.UnknownOperatorException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a filter cannot be read, for whoever wrote it. The parser tells it late and in words of its own; most mistakes are one of three. */
final class RsqlFault {
    private static final String FORM =
            " Write a field, one of ==, !=, <, <=, >, >=, =in=(a,b), =out=(a,b), =ilike=, =iunlike=, =has=, =lacks=, and a value; ; between comparisons is and,"
                    + " , is or. A value with blanks or any of \"'();,=<>!~ stands in quotes.";
    static final String NO_VALUE = detail("a comparison has no value, or more than one");

    private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|=[a-zA-Z]+=");
    private static final Pattern WORD = Pattern.compile("\\s(AND|OR)\\s|&&|\\|\\|");
    private static final Pattern PLACE = Pattern.compile("at line 1, column ([1-9][0-9]*)");

    private RsqlFault() {}

    private static String detail(String why) {
        return "filter is not valid RSQL: " + why + "." + FORM;
    }

    /** @param cause what the parser said */
    static String detail(String filter, RuntimeException cause) {
        String operator = unknownOperator(cause);
        if (operator != null) {
            return detail("there is no operator " + operator);
        }
        if (cause instanceof IllegalArgumentException || cause.getCause() instanceof IllegalArgumentException) {
            return NO_VALUE;
        }
        String plain = withoutQuoted(filter);
        if (WORD.matcher(plain).find()) {
            return detail("and is written ; here, or is written ,");
        }
        if (OPERATOR.matcher(plain).replaceAll(" ").indexOf('=') >= 0) {
            return detail("equal is written ==");
        }
        Matcher place = PLACE.matcher(String.valueOf(cause.getMessage()));
        return detail(
                place.find()
                        ? "it cannot be read from about character " + place.group(1) + " on"
                        : "it cannot be read");
    }

    private static @Nullable String unknownOperator(RuntimeException cause) {
        Throwable each = cause;
        while (each != null && !(each instanceof UnknownOperatorException)) {
            each = each.getCause();
        }
        return each == null ? null : ((UnknownOperatorException) each).getOperator();
    }

    private static String withoutQuoted(String filter) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < filter.length(); i++) {
            char at = filter.charAt(i);
            if (at == '"' || at == '\'') {
                i = ListQuery.endOfQuoted(filter, i);
            } else {
                plain.append(at);
            }
        }
        return plain.toString();
    }
}

package io.corebus.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a config record. The record's {@link Section} and the component's name make the key ({@code http.max-body}), the
 * environment variable ({@code COREBUS_HTTP_MAX_BODY}) and the flag ({@code --http-max-body}); its type says how the text is read.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
    /** One or two sentences for {@code docs/configuration.md}: what it does, unit, range. */
    String doc();

    /** The default as it would stand in the file; empty: none, and the component is null or an empty list where nothing is set. */
    String value() default "";

    /** Smallest number, size in bytes or duration in milliseconds allowed. */
    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;

    /** What a text must look like; of a list each one. */
    Class<? extends TextForm> form() default TextForm.Any.class;

    /** Never printed; may be read from a file named by {@code <VARIABLE>_FILE}. */
    boolean secret() default false;
}

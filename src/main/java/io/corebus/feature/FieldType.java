package io.corebus.feature;

/** What a field holds, as far as rooms need to know; everything finer is in the field's JSON Schema. */
public enum FieldType {
    /** {@code type: string}; a column of type text. */
    STRING,
    /** {@code type: integer}; bigint. */
    INTEGER,
    /** {@code type: number}; double precision. */
    NUMBER,
    /** {@code type: number, format: decimal}; numeric: exact, for money. */
    DECIMAL,
    /** {@code type: boolean}. */
    BOOLEAN,
    /** {@code type: string, format: date-time}; timestamptz. */
    DATE_TIME,
    /** {@code type: string, format: date}; date. */
    DATE,
    /** {@code type: string, format: uuid}; uuid. */
    UUID,
    /** {@code enum} of strings; text with a check. */
    ENUM,
    /** {@code type: string, format: uuid, x-references: other}; uuid with a foreign key. */
    REFERENCE,
    /** {@code type: array} or {@code type: object}; jsonb. */
    JSON
}

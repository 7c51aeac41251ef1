package io.corebus.extension;

/** Why something could not be read or written, as it is told over REST. Left alone it makes the call of the logic fail. */
public final class RecordFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;
    private final String detail;

    /**
     * @param code such as {@code not-found}, see the list of problems
     * @param status of HTTP
     */
    public RecordFailure(String code, int status, String detail) {
        super(detail, null, false, false);
        this.code = code;
        this.status = status;
        this.detail = detail;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    /** One sentence for people. */
    public String detail() {
        return detail;
    }
}

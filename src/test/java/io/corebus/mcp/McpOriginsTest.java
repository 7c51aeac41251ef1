package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class McpOriginsTest {
    private final McpOrigins origins = new McpOrigins(List.of("https://App.example.com"), "https://api.example.com/x");

    @Test
    void whoIsNoBrowser_sendsNoOrigin() {
        assertThat(origins.allow(null, "api.example.com")).isTrue();
    }

    @Test
    void knownOrigins_mayCall() {
        assertThat(origins.allow("https://app.example.com", "api.example.com")).isTrue();
        assertThat(origins.allow("https://api.example.com", "10.0.0.7")).isTrue();
        assertThat(origins.allow("http://app.example.com", "api.example.com")).isFalse();
        assertThat(origins.allow("https://app.example.com.evil.com", "api.example.com"))
                .isFalse();
        assertThat(origins.allow("null", "localhost")).isFalse();
    }

    @Test
    void pagesOfThisMachine_mayCall_whereItWasAskedForAsThisMachine() {
        assertThat(origins.allow("http://localhost:6274", "127.0.0.1")).isTrue();
        assertThat(origins.allow("http://[::1]:80", "::1")).isTrue();
        assertThat(origins.allow("http://localhost:6274", "api.example.com")).isFalse();
    }

    @Test
    void aNameThatWasMadeToMeanThisMachine_doesNot() {
        assertThat(origins.allow("http://evil.example.com", "evil.example.com")).isFalse();
        assertThat(origins.allow("http://evil.example.com", "127.0.0.1")).isFalse();
        assertThat(origins.allow("http://localhost.evil.com", "localhost")).isFalse();
        assertThat(origins.allow("http://local host", "localhost")).isFalse();
    }
}

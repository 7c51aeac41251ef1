package io.corebus.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "HTTPS://App.Example.com:443, https://app.example.com",
        "http://app.example.com:80, http://app.example.com",
        "http://app.example.com:443, http://app.example.com:443",
        "https://app.example.com:8443, https://app.example.com:8443",
        "http://[::80], http://[::80]"
    })
    void anOrigin_isComparedAsBrowsersSendIt(String written, String sent) {
        assertThat(new WebOrigin().fault(written)).isNull();
        assertThat(WebOrigin.normal(written)).isEqualTo(sent);
    }
}

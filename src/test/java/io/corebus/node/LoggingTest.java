package io.corebus.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @Test
    void gaugesOfSeveralPoolsWithOneName_areNoWarning() {
        Logging.apply(LogConfig.Format.TEXT, LogConfig.Level.INFO);
        Logger meters = LoggerFactory.getLogger(MeterRegistry.class);

        assertThat(meters.isWarnEnabled()).isFalse();
        assertThat(meters.isErrorEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.corebus").isInfoEnabled()).isTrue();
    }
}

package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("outage-log-test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;
    private final OutageLog outage = new OutageLog(logger, "It is back", () -> now);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void manyFailures_areToldOnce_andThenOnceAMinuteWithTheirNumber() {
        for (int i = 0; i < 100; i++) {
            outage.failed("It is away");
            pass(Duration.ofMillis(700));
        }
        assertThat(told()).containsExactly("It is away", "It is away (86 times since this was last told)");
    }

    @Test
    void theEnd_isToldOnce_andTheNextOutageAtOnce() {
        outage.failed("It is away");
        pass(Duration.ofSeconds(6));
        outage.succeeded();
        outage.succeeded();
        outage.failed("It is away again");
        assertThat(told()).containsExactly("It is away", "It is back", "It is away again");
    }

    @Test
    void whereSomeAttemptsSucceedAndSomeFail_itIsNotOver() {
        for (int i = 0; i < 20; i++) {
            outage.failed("It is away");
            pass(Duration.ofSeconds(1));
            outage.succeeded();
        }
        assertThat(told()).containsExactly("It is away");
    }

    @Test
    void whereNothingFailed_nothingIsTold() {
        outage.succeeded();
        assertThat(told()).isEmpty();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

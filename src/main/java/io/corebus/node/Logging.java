package io.corebus.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the log, in code: there is no file that could be missing. Logback finds it as a service; the command line calls it again with the settings. */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %-28.28logger{0} %msg%n%ex{short}";
    /** Libraries that tell more than an operator can use. */
    private static final List<String> TALKATIVE = List.of(
            "com.hazelcast", "org.flywaydb", "io.netty", "io.vertx", "com.networknt", "io.zonky", "redis.embedded");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, LogConfig.Format.TEXT, Level.INFO, ConsoleTarget.SystemOut);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Replaces the set-up. */
    public static void apply(LogConfig.Format format, LogConfig.Level level) {
        apply(format, level, ConsoleTarget.SystemOut);
    }

    /** Warnings, and on standard error: for a verb whose standard output is its result. */
    public static void applyQuietly() {
        apply(LogConfig.Format.TEXT, LogConfig.Level.WARN, ConsoleTarget.SystemErr);
    }

    private static void apply(LogConfig.Format format, LogConfig.Level level, ConsoleTarget target) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            apply(context, format, Level.toLevel(level.name()), target);
        }
        // The driver of PostgreSQL writes through java.util.logging, to standard error.
        java.util.logging.Logger.getLogger("org.postgresql").setLevel(java.util.logging.Level.OFF);
    }

    private static void apply(LoggerContext context, LogConfig.Format format, Level level, ConsoleTarget target) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(target.getName());
        console.setEncoder(encoder(context, format));
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(level);
        for (String name : TALKATIVE) {
            context.getLogger(name).setLevel(quieter(level));
        }
        // Vert.x registers its gauges for every pool of a name, so that all of them count into one; Micrometer warns of
        // that.
        context.getLogger(MeterRegistry.class).setLevel(Level.ERROR);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig.Format format) {
        if (format == LogConfig.Format.JSON) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.setWithSequenceNumber(false);
            json.setWithNanoseconds(false);
            json.setWithContext(false);
            json.setWithMessage(false);
            json.setWithArguments(false);
            json.setWithFormattedMessage(true);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        return text;
    }

    private static Level quieter(Level level) {
        return level.isGreaterOrEqual(Level.INFO) ? Level.WARN : Level.INFO;
    }
}

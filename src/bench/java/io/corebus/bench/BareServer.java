package io.corebus.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The least that Vert.x can do for the same tasks: no router, no sign-in, no rules. In a JVM of its own, with as many event loops as Corebus has. */
final class BareServer {
    private BareServer() {}

    /** @param arguments port, URL of the database, URL of Redis */
    public static void main(String[] arguments) {
        Endings.endWithParent();
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        int port = Integer.parseInt(arguments[0]);
        vertx.deployVerticle(
                        () -> new BareVerticle(port, arguments[1], arguments[2]),
                        new DeploymentOptions().setInstances(loops))
                .onFailure(BareServer::fail);
    }

    private static void fail(Throwable failure) {
        System.err.println("The bare server cannot start: " + failure);
        System.exit(1);
    }
}

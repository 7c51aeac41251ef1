package io.corebus.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who serves what in this process. */
final class Consumers {
    private final Map<String, List<Consumption<?, ?>>> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    void add(Consumption<?, ?> consumption) {
        byAddress
                .computeIfAbsent(consumption.address().name(), name -> new CopyOnWriteArrayList<>())
                .add(consumption);
    }

    void remove(Consumption<?, ?> consumption) {
        List<Consumption<?, ?>> serving = byAddress.get(consumption.address().name());
        if (serving != null) {
            serving.remove(consumption);
        }
    }

    boolean serve(Address<?, ?> address) {
        List<Consumption<?, ?>> serving = byAddress.get(address.name());
        return serving != null && !serving.isEmpty();
    }

    List<Consumption<?, ?>> ofRoom(String room) {
        return byAddress.values().stream()
                .flatMap(List::stream)
                .filter(consumption -> consumption.address().name().startsWith("corebus." + room + "."))
                .toList();
    }

    /** One on the calling thread, which costs no change of threads; else one after the other. Null where nobody serves the address here. */
    @SuppressWarnings(
            "unchecked") // They were added under the name of their address, which has one type of request and of reply.
    <Q, R> @Nullable Consumption<Q, R> nearest(Address<Q, R> address) {
        List<Consumption<?, ?>> serving = byAddress.get(address.name());
        if (serving == null || serving.isEmpty()) {
            return null;
        }
        Object[] now = serving.toArray(); // It may shrink meanwhile.
        for (Object consumption : now) {
            if (((Consumption<?, ?>) consumption).isNear()) {
                return (Consumption<Q, R>) consumption;
            }
        }
        return now.length == 0 ? null : (Consumption<Q, R>) now[Math.floorMod(turn.getAndIncrement(), now.length)];
    }
}

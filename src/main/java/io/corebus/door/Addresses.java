package io.corebus.door;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HexFormat;

/** Who somebody is that shows no token: its address; of IPv6 the first 64 bits, because one customer of a provider gets all that follow (RFC 6177). */
public final class Addresses {
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    public static String group(HttpServerRequest request) {
        return group(String.valueOf(request.remoteAddress().hostAddress()));
    }

    static String group(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address;
    }
}

package io.corebus.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses of the internet from those of a machine, a network or a purpose of their own (IANA's special-purpose registries). */
final class PublicAddress {
    private static final int[][] SPECIAL = {
        {0, 0, 0, 0, 8}, // this network
        {10, 0, 0, 0, 8}, // private
        {100, 64, 0, 0, 10}, // between a provider and its customers
        {127, 0, 0, 0, 8}, // loopback
        {169, 254, 0, 0, 16}, // link-local, where clouds tell their machines who they are
        {172, 16, 0, 0, 12}, // private
        {192, 0, 0, 0, 24}, // protocol assignments
        {192, 0, 2, 0, 24}, // documentation
        {192, 88, 99, 0, 24}, // relays of 6to4
        {192, 168, 0, 0, 16}, // private
        {198, 18, 0, 0, 15}, // benchmarks
        {198, 51, 100, 0, 24}, // documentation
        {203, 0, 113, 0, 24}, // documentation
        {224, 0, 0, 0, 3}, // multicast, reserved, broadcast
    };

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] address) {
        int bits = bits(address[0] & 255, address[1] & 255, address[2] & 255, address[3] & 255);
        for (int[] range : SPECIAL) {
            int mask = -1 << (32 - range[4]);
            if ((bits & mask) == bits(range[0], range[1], range[2], range[3])) {
                return false;
            }
        }
        return true;
    }

    private static int bits(int a, int b, int c, int d) {
        return (a << 24) | (b << 16) | (c << 8) | d;
    }

    /** Global unicast, 2000::/3, without what tunnels IPv4 or is for a purpose of its own: 2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20. */
    private static boolean isPublic6(byte[] address) {
        int first = ((address[0] & 255) << 8) | (address[1] & 255);
        int second = ((address[2] & 255) << 8) | (address[3] & 255);
        boolean global = first >> 13 == 1;
        boolean special = (first == 0x2001 && (second < 0x200 || second == 0xdb8))
                || first == 0x2002
                || (first == 0x3fff && second < 0x1000);
        return global && !special;
    }
}

package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void anIpv4Address_standsForItself() {
        assertThat(Addresses.group("192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void anIpv6Address_standsForItsNetwork() {
        assertThat(Addresses.group("2001:db8:1:2:3:4:5:6")).isEqualTo("20010db800010002");
        assertThat(Addresses.group("2001:db8:1:2::1")).isEqualTo(Addresses.group("2001:db8:1:2:ffff::"));
        assertThat(Addresses.group("2001:db8:1:3::1")).isNotEqualTo(Addresses.group("2001:db8:1:2::1"));
    }

    @Test
    void whatIsNoAddress_standsForItself() {
        assertThat(Addresses.group("null")).isEqualTo("null");
    }
}

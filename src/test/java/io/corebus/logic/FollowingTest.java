package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FollowingTest {

    @Test
    void pauses_whenSomethingStaysAway_thenGrowUpToAMinute() {
        assertThat(Following.pauseMillis(0)).isEqualTo(250);
        assertThat(Following.pauseMillis(1)).isEqualTo(500);
        assertThat(Following.pauseMillis(5)).isEqualTo(8_000);
        assertThat(Following.pauseMillis(9)).isEqualTo(60_000);
        assertThat(Following.pauseMillis(Integer.MAX_VALUE)).isEqualTo(60_000);
    }
}

package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JdbcUrlTest {
    @Test
    void allParts_areTakenOver() {
        JdbcUrl url = JdbcUrl.of("postgresql://corebus:secret@db.example.org:6543/records");

        PGSimpleDataSource source = source(url);
        assertThat(url).hasToString("jdbc:postgresql://db.example.org:6543/records");
        assertThat(url.place()).isEqualTo("db.example.org:6543/records");
        assertThat(url.user()).isEqualTo("corebus");
        assertThat(source.getServerNames()).containsExactly("db.example.org");
        assertThat(source.getPortNumbers()).containsExactly(6543);
        assertThat(source.getDatabaseName()).isEqualTo("records");
        assertThat(source.getUser()).isEqualTo("corebus");
        assertThat(source.getPassword()).isEqualTo("secret");
    }

    @Test
    void userPasswordAndDatabase_areDecoded() {
        JdbcUrl url = JdbcUrl.of("postgresql://ad%40min:p%3Aa%2Fs%25s%2Bw%20d@localhost:5432/my%20data%2Fb");

        PGSimpleDataSource source = source(url);
        assertThat(source.getUser()).isEqualTo("ad@min");
        assertThat(source.getPassword()).isEqualTo("p:a/s%s+w d");
        assertThat(source.getDatabaseName()).isEqualTo("my data/b");
    }

    @Test
    void queryParameters_areTakenOver() {
        JdbcUrl url = JdbcUrl.of("postgresql://localhost/records?user=ada&password=a%26b&sslmode=require"
                + "&options=-c%20work_mem%3D8MB");

        PGSimpleDataSource source = source(url);
        assertThat(source.getUser()).isEqualTo("ada");
        assertThat(source.getPassword()).isEqualTo("a&b");
        assertThat(source.getSslMode()).isEqualTo("require");
        assertThat(source.getOptions()).isEqualTo("-c work_mem=8MB");
    }

    @Test
    void whatIsLeftOut_isTheSameAsForThePools() {
        JdbcUrl url = JdbcUrl.of("postgresql://corebus:secret@localhost/records");

        assertThat(url.place()).isEqualTo("localhost:5432/records");
        assertThat(source(url).getSslMode()).isEqualTo("disable");
        assertThat(source(url).getOptions()).isNull();
    }

    @Test
    void anAddressOfVersion6_keepsItsBrackets() {
        JdbcUrl url = JdbcUrl.of("postgresql://corebus:secret@[::1]:5433/records");

        assertThat(url).hasToString("jdbc:postgresql://[::1]:5433/records");
        assertThat(source(url).getPortNumbers()).containsExactly(5433);
    }

    @Test
    void whatCannotBeRead_isRefusedWithoutShowingIt() {
        for (String text : new String[] {"mysql://a:secret@localhost/x", "secret", "postgresql://a:se cret@host/x"}) {
            assertThatThrownBy(() -> JdbcUrl.of(text))
                    .hasNoCause()
                    .hasMessage("storage-url: storage.url cannot be read. Write it as"
                            + " postgresql://user:password@host:port/database, with %-escapes for all but letters,"
                            + " digits and -._~!* in the user and the password.");
        }
    }

    @Test
    void aUnixSocket_isRefused() {
        assertThatThrownBy(() -> JdbcUrl.of("postgresql://a:b@%2Fvar%2Frun%2Fpostgresql/records"))
                .hasMessage("storage-url: storage.url names a Unix socket, and migrations need TCP: name a host and a"
                        + " port.");
    }

    private static PGSimpleDataSource source(JdbcUrl url) {
        return (PGSimpleDataSource) url.dataSource();
    }
}

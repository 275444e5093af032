package dev.kevo.jdbc.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {
  private static ConnectionSettings parse(String url) throws SQLException {
    return ConnectionSettings.of(url, null);
  }

  private static SQLException refused(String url, Properties info) {
    SQLException error = assertThrows(SQLException.class, () -> ConnectionSettings.of(url, info));
    assertEquals("08001", error.getSQLState());
    return error;
  }

  private static SQLException refused(String url) {
    return refused(url, new Properties());
  }

  @Test
  void directoriesAreAbsoluteOrRelative() throws SQLException {
    assertEquals(new Target.Directory(Path.of("/a/b c")), parse("jdbc:kevo:/a/b c").target());
    assertEquals(new Target.Directory(Path.of("a/b")), parse("jdbc:kevo:a/b").target());
  }

  @Test
  void databasesInMemoryHaveNames() throws SQLException {
    assertEquals(new Target.Memory("x"), parse("jdbc:kevo:mem:x").target());
    refused("jdbc:kevo:mem:");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:kevo://host:1234/, host, 1234",
    "jdbc:kevo://host:1234, host, 1234",
    "jdbc:kevo://host, host, 8765",
    "jdbc:kevo://[::1]:99/, ::1, 99"
  })
  void serversHaveHostAndPort(String url, String host, int port) throws SQLException {
    assertEquals(new Target.Server(host, port), parse(url).target());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:kevo:",
        "jdbc:kevo:?create=true",
        "jdbc:kevo://",
        "jdbc:kevo://:1/",
        "jdbc:kevo://host:0/",
        "jdbc:kevo://host:65536/",
        "jdbc:kevo://host:x/",
        "jdbc:kevo://user@host/",
        "jdbc:kevo://host/path",
        "jdbc:kevo:/a\0b",
        "jdbc:kevo:/a?schema=%00",
        "jdbc:kevo:/a?schema=%zz",
        "jdbc:kevo:/a?schema",
        "jdbc:kevo:/a?=x",
        "jdbc:kevo:/a?create=yes",
        "jdbc:kevo:/a?memTableBytesMax=-1",
        "jdbc:kevo:/a?memTableBytesMax=9999999999999999999",
        "jdbc:other:/a"
      })
  void whatIsNoUrlIsRefused(String url) {
    refused(url);
  }

  @Test
  void propertiesFollowAQuestionMarkOrSemicolons() throws SQLException {
    ConnectionSettings question = parse("jdbc:kevo:/a?create=false&schema=S");
    ConnectionSettings semicolon = parse("jdbc:kevo:/a;create=false;schema=S");

    for (ConnectionSettings settings : new ConnectionSettings[] {question, semicolon}) {
      assertFalse(settings.flag(ConnectionProperty.CREATE));
      assertEquals("S", settings.text(ConnectionProperty.SCHEMA));
      assertEquals(new Target.Directory(Path.of("/a")), settings.target());
    }
  }

  @Test
  void aValueCanContainSeparatorsWhenTheyAreEscaped() throws SQLException {
    assertEquals(
        "a&b;c%+ä",
        parse("jdbc:kevo:/a?password=a%26b%3Bc%25+%C3%A4").text(ConnectionProperty.PASSWORD));
    refused("jdbc:kevo:/a?schema=a;create=false");
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertTrue(refused("jdbc:kevo:/a?factory=x").getMessage().contains("factory"));

    Properties info = new Properties();
    info.setProperty("model", "x");
    assertTrue(refused("jdbc:kevo:/a", info).getMessage().contains("model"));
  }

  @Test
  void aKeyInAnotherCaseIsRefusedWithTheRightOne() {
    assertTrue(refused("jdbc:kevo:/a?Create=true").getMessage().contains("create"));
  }

  @Test
  void aDoubledKeyIsNamed() {
    assertTrue(refused("jdbc:kevo:/a?schema=A&schema=A").getMessage().contains("schema"));

    Properties info = new Properties();
    info.setProperty("schema", "B");
    assertTrue(refused("jdbc:kevo:/a?schema=A", info).getMessage().contains("schema"));
  }

  @Test
  void aPropertyOfTheOtherModeIsNamed() {
    assertTrue(refused("jdbc:kevo://h/?durability=none").getMessage().contains("durability"));
    assertTrue(
        refused("jdbc:kevo:/a?socketTimeoutMillis=1").getMessage().contains("socketTimeoutMillis"));
  }

  @Test
  void aPropertyThatIsNotTextIsNamed() {
    Properties info = new Properties();
    info.put("create", true);
    assertTrue(refused("jdbc:kevo:/a", info).getMessage().contains("create"));
  }

  @Test
  void defaultsOfPropertiesCount() throws SQLException {
    Properties defaults = new Properties();
    defaults.setProperty("schema", "S");

    ConnectionSettings settings = ConnectionSettings.of("jdbc:kevo:/a", new Properties(defaults));

    assertEquals("S", settings.text(ConnectionProperty.SCHEMA));
  }

  @Test
  void passwordsAreNeverShown() throws SQLException {
    ConnectionSettings settings = parse("jdbc:kevo://h/?user=u&password=geheim");

    assertFalse(settings.toString().contains("geheim"));
    assertFalse(settings.url().contains("geheim"));
    assertTrue(settings.toString().contains("user=u"));
    assertFalse(
        refused("jdbc:kevo:/a?password=geheim&password=geheim").getMessage().contains("geheim"));
  }

  @Test
  void everyPropertyIsDescribedAndHasAPossibleDefault() throws SQLException {
    for (ConnectionProperty property : ConnectionProperty.values()) {
      assertTrue(property.description().endsWith("."), property::key);
      property.check(property.defaultValue());
    }
  }
}

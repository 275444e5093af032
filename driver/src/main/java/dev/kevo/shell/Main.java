package dev.kevo.shell;

import dev.kevo.server.KevoServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sqlline.SqlLine;

/** What {@code java -jar} runs: a shell, statements, a script, upkeep of files, or the server. */
public final class Main {
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private static final String USAGE =
      """
      usage: kevo [options] PATH-OR-URL     open a shell on a database
             kevo [options] -e SQL PATH-OR-URL
             kevo [options] -f FILE PATH-OR-URL
             kevo server --data DIR [--port N]
      """
          + Upkeep.USAGE
          + """

        -e SQL            run statements, separated by ';', and exit
        -f FILE           run a script of them and exit; '-' is standard input
        --format FORMAT   how -e and -f print rows: table (aligned) or csv
        --help            this text

      A path opens the database in that directory, creating it if it is missing.
      A URL is jdbc:kevo:/path/to/db, jdbc:kevo:mem:name or jdbc:kevo://host:port/.
      The exit status is 0, 1 if a statement failed, 2 for wrong arguments.
      """;

  private Main() {}

  /** Runs what the arguments say and ends the process with its status, unless it is the server. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("server")) {
      KevoServer.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(args, out, System.err);
    out.flush();
    System.exit(status);
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (Arrays.asList(args).contains("--help")) {
      out.print(USAGE);
      return 0;
    }
    try {
      if (Upkeep.isCommand(args)) {
        return Upkeep.run(args, out, err);
      }
      Arguments arguments = Arguments.parse(args);
      return arguments.isInteractive()
          ? openShell(arguments.url())
          : new ScriptRunner(arguments.url(), arguments.format(), out, err).run(arguments.script());
    } catch (IllegalArgumentException e) {
      err.println("kevo: " + e.getMessage() + "; --help tells more");
      return MISUSED;
    } catch (IOException e) {
      err.println("kevo: " + e.getMessage());
      return FAILED;
    }
  }

  @SuppressWarnings("SystemConsoleNull") // the property below makes it null where it was
  private static int openShell(String url) throws IOException {
    // Input that is no terminal is fine; without this the terminal library warns of it.
    System.setProperty("org.jline.terminal.dumb", "true");
    // Newer JDKs have a console even then, unless asked for this one.
    System.setProperty("jdk.console", "java.base");
    List<String> args = new ArrayList<>();
    // Without a name and a password sqlline asks for them.
    args.addAll(List.of("-u", url, "-n", "", "-p", ""));
    args.add("--isolation=TRANSACTION_READ_COMMITTED");
    if (System.console() == null) {
      // What is no terminal has no width, and sqlline would cut every column to nothing.
      args.add("--maxWidth=100000");
    }
    SqlLine.Status status = SqlLine.start(args.toArray(String[]::new), null, false);
    return status == SqlLine.Status.OK ? 0 : FAILED;
  }
}

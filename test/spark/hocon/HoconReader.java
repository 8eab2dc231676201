import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads driver files with the published HOCON parser. Usage: HoconReader rewrite|as-is FILE...
 * Prints one line for each file (file NUMBER), refusal (error TEXT) and setting (set SECTION KEY VALUE); texts are in base64.
 */
public class HoconReader {
  private static final Pattern HEADER = Pattern.compile("(?m)^([ \\t]*)\\[[ \\t]*([A-Za-z0-9_-]+)[ \\t]*\\](?=\\s*\\{)");

  public static void main(String[] arguments) throws Exception {
    boolean rewrite = arguments[0].equals("rewrite");
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < arguments.length; i++) {
      out.append("file ").append(i - 1).append('\n');
      try {
        String text = new String(Files.readAllBytes(Path.of(arguments[i])), StandardCharsets.UTF_8);
        // A key that no setting is called by stands for the section; the number of lines stays the same.
        if (rewrite) text = HEADER.matcher(text).replaceAll("$1\"section:$2\"");
        print(ConfigFactory.parseString(text), out);
      } catch (ConfigException error) {
        out.append("error ").append(encode(error.getMessage())).append('\n');
      }
    }
    System.out.print(out);
  }

  private static void print(Config parsed, StringBuilder out) {
    Config config = parsed.resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
    // Once as it was parsed, once resolved: a value that cannot be resolved hides its object from entrySet.
    for (Map.Entry<String, ConfigValue> entry : config.root().toConfig().entrySet()) {
      java.util.List<String> path = ConfigUtil.splitPath(entry.getKey());
      boolean sectioned = path.get(0).startsWith("section:");
      String section = sectioned ? path.get(0).substring("section:".length()) : "";
      String key = String.join(".", sectioned ? path.subList(1, path.size()) : path);
      Object value;
      try {
        value = entry.getValue().unwrapped();
      } catch (ConfigException error) {
        value = "unresolved";
      }
      out.append("set ").append(encode(section)).append(' ').append(encode(key)).append(' ').append(encode(String.valueOf(value))).append('\n');
    }
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + ".";
  }
}

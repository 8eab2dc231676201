import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/** Sends bytes from a Java process, and lives on for two seconds. Usage: java FrameSender.java ADDRESS PORT HEX */
public class FrameSender {
  public static void main(String[] arguments) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1])), 10_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(arguments[2]));
      socket.getOutputStream().flush();
      Thread.sleep(2_000);
      System.out.println("alive");
    }
  }
}

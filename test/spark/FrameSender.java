import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * Sends bytes from a Java process, each HEX in a segment of its own, and lives on for two seconds; with FLOOD it sends the last one again
 * and again for six. Usage: java FrameSender.java ADDRESS PORT HEX...
 */
public class FrameSender {
  public static void main(String[] arguments) throws Exception {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1])), 10_000);
      byte[] bytes = {};
      for (int i = 2; i < arguments.length; i++) {
        bytes = HexFormat.of().parseHex(arguments[i]);
        socket.getOutputStream().write(bytes);
        Thread.sleep(20);
      }
      long end = System.currentTimeMillis() + (System.getenv("FLOOD") == null ? 2_000 : 6_000);
      while (System.currentTimeMillis() < end) {
        if (System.getenv("FLOOD") == null) Thread.sleep(100);
        else socket.getOutputStream().write(bytes);
      }
      System.out.println("alive");
    }
  }
}

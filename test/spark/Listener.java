import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * Listens on addresses and says what came, one line each: `HOST:PORT asked N bytes`. With CLEAR it answers as Spark does without
 * authentication: a failure that carries the question's id. Usage: java Listener.java HOST PORT [HOST PORT]...
 */
public class Listener {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 2) {
      String host = arguments[i];
      int port = Integer.parseInt(arguments[i + 1]);
      ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(host));
      new Thread(() -> serve(server, host + ":" + port)).start();
    }
    System.out.println("listening");
  }

  private static void serve(ServerSocket server, String name) {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(2000);
        InputStream in = socket.getInputStream();
        byte[] question = new byte[256];
        int read = in.read(question);
        System.out.println(name + " asked " + read + " bytes from " + socket.getInetAddress().getHostAddress());
        byte[] answer = "HTTP/1.1 400 no\r\n\r\n".getBytes();
        if (System.getenv("CLEAR") != null && read >= 17) {
          byte[] text = "java.io.EOFException".getBytes();
          answer = ByteBuffer.allocate(21 + text.length).putLong(21 + text.length).put((byte) 5).put(question, 9, 8).putInt(text.length).put(text).array();
        }
        socket.getOutputStream().write(answer);
      } catch (Exception e) {
        System.out.println(name + " " + e);
      }
    }
  }
}

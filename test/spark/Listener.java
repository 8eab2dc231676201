import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens on addresses and says what came: LINE is `HOST:PORT asked N bytes`. Usage: java Listener.java HOST PORT [HOST PORT]... */
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
        int read = in.read(new byte[256]);
        System.out.println(name + " asked " + read + " bytes from " + socket.getInetAddress().getHostAddress());
        socket.getOutputStream().write("HTTP/1.1 400 no\r\n\r\n".getBytes());
      } catch (Exception e) {
        System.out.println(name + " " + e);
      }
    }
  }
}

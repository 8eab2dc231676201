"""Stands between executors and a shuffle service, and changes one byte of one large answer.
Usage: flip-proxy.py LISTEN_PORT TARGET_HOST TARGET_PORT FLIPS SKIP_BYTES

The byte lies in the middle of an answer's data: after SKIP_BYTES have passed in one direction of one connection.
Prints a line for each byte that it changed.
"""
import socket
import sys
import threading

listen, host, target, flips, skip = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
left, lock = [flips], threading.Lock()


def forward(source, sink, change):
    passed = 0
    try:
        while data := source.recv(65536):
            if change and passed < skip <= passed + len(data) - 1:
                with lock:
                    if left[0] > 0:
                        left[0] -= 1
                        at = skip - passed
                        data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
                        print(f"changed a byte, {skip} bytes into an answer", flush=True)
            passed += len(data)
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((host, listen))
server.listen(64)
print("listening", flush=True)
while True:
    client, _ = server.accept()
    try:
        upstream = socket.create_connection((host, target))
    except OSError:
        client.close()
        continue
    threading.Thread(target=forward, args=(client, upstream, False), daemon=True).start()
    threading.Thread(target=forward, args=(upstream, client, True), daemon=True).start()

"""Sends one Spark frame in clear text from a program of its own choice. Usage: frame-sender.py listen ADDRESS PORT | send ADDRESS PORT HEX"""
import socket
import sys
import threading
import time



def drain(connection):
    while connection.recv(1 << 20):
        pass


action, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
with socket.socket(family, socket.SOCK_STREAM) as endpoint:
    if action == "listen":
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        endpoint.bind((address, port))
        endpoint.listen()
        print("listening", flush=True)
        while True:
            connection, peer = endpoint.accept()
            print(f"got {len(connection.recv(4096))} bytes from {peer[0]}", flush=True)
            threading.Thread(target=drain, args=(connection,), daemon=True).start()
    endpoint.settimeout(float(sys.argv[5]) if len(sys.argv) > 5 else 5)
    endpoint.connect((address, port))
    print("connected", flush=True)
    endpoint.sendall(bytes.fromhex(sys.argv[4]))
    time.sleep(1)
    print("alive", flush=True)

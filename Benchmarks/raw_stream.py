"""The limit, not a peer: every file deflated at level 6 in one TCP stream, one acknowledgement when all are on the disk. No
resuming, no retrying: the least that a TCP upload can take on a link.

usage: raw_stream.py server FOLDER | client FOLDER"""
import os
import socket
import struct
import sys
import zlib

mode, folder = sys.argv[1:3]
if mode == "server":
    door = socket.create_server(("198.18.0.2", 8080))
    line = door.accept()[0].makefile("rwb")
    while True:
        name_size, size = struct.unpack("!HI", line.read(6))
        if not name_size:
            break
        name = line.read(name_size).decode()
        content = zlib.decompress(line.read(size))
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    line.write(b"OK")
    line.flush()
else:
    line = socket.create_connection(("198.18.0.2", 8080)).makefile("rwb")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            content = zlib.compress(file.read(), 6)
        line.write(struct.pack("!HI", len(name), len(content)) + name.encode() + content)
    line.write(struct.pack("!HI", 0, 0))
    line.flush()
    sys.exit(line.read(2) != b"OK")

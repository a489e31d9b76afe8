"""tus 1.0.0 by the best-known Python client, tuspy, in pieces of 256 KiB, one file after the other, against a server of the
protocol's core that keeps what arrives.

usage: tus_peer.py server FOLDER | client FOLDER"""
import base64
import http.server
import os
import sys
import threading
import time

mode, folder = sys.argv[1:3]
if mode == "server":
    uploads, guard = {}, threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def answer(self, status, **headers):
            self.send_response(status)
            for name, value in {"Tus-Resumable": "1.0.0", "Content-Length": 0, **headers}.items():
                self.send_header(name.replace("_", "-"), str(value))
            self.end_headers()

        def do_OPTIONS(self):
            self.answer(204, Tus_Version="1.0.0", Tus_Extension="creation")

        def do_POST(self):
            pairs = dict(pair.split() for pair in self.headers["Upload-Metadata"].split(","))
            name = base64.b64decode(pairs["filename"]).decode()
            with guard:
                uploads[name] = int(self.headers["Upload-Length"])
            open(folder + "/." + name, "wb").close()
            self.answer(201, Location="/files/" + name)

        def do_HEAD(self):
            name = os.path.basename(self.path)
            self.answer(200, Upload_Offset=self.size(name), Upload_Length=uploads[name])

        def size(self, name):
            path = folder + "/" + name
            return os.path.getsize(path if os.path.exists(path) else folder + "/." + name)

        def do_PATCH(self):
            name = os.path.basename(self.path)
            if int(self.headers["Upload-Offset"]) != self.size(name):
                self.close_connection = True
                return self.answer(409)
            left = int(self.headers["Content-Length"])
            with open(folder + "/." + name, "ab") as file:
                while left:
                    piece = self.rfile.read1(min(left, 65536))
                    if not piece:
                        break
                    file.write(piece)
                    file.flush()
                    left -= len(piece)
                os.fsync(file.fileno())
            if self.size(name) == uploads[name]:
                os.rename(folder + "/." + name, folder + "/" + name)
            self.answer(204, Upload_Offset=self.size(name))

        def log_message(self, *arguments):
            pass

    http.server.ThreadingHTTPServer(("198.18.0.2", 8080), Handler).serve_forever()
else:
    from tusclient import client
    server = client.TusClient("http://198.18.0.2:8080/files/")
    for name in sorted(os.listdir(folder)):
        uploader = None
        while True:
            try:
                uploader = uploader or server.uploader(folder + "/" + name, chunk_size=256 << 10, metadata={"filename": name}, retries=3, retry_delay=2)
                if uploader.offset is None:
                    uploader.offset = uploader.get_offset()
                uploader.upload()
                break
            except Exception as error:
                print(name, type(error).__name__, file=sys.stderr)
                if uploader:
                    uploader.offset = None
                time.sleep(2)

#!/usr/bin/env python3
"""How fast the kiosk takes a scan in, compressed, beside zlib's own speed at the levels that it chooses from.

usage: gzip_speed.py PROGRAMS RESULTS"""
import json
import os
import random
import shutil
import sys
import tempfile
import zlib

import kiosk_desk


def main():
    programs, results = os.path.abspath(sys.argv[1]), sys.argv[2]
    folder = tempfile.mkdtemp(prefix="kiosk-bench-gzip.")
    chance = random.Random(1)
    # A grey page with the sensor's noise: TIFF as scanners write it, 24 MB.
    noise = bytes(min(255, max(0, int(chance.gauss(246, 3)))) for _ in range(1 << 16))
    page = bytearray(b"II*\0\x08\0\0\0")
    while len(page) < 24 << 20:
        start = chance.randrange(1 << 15)
        page += noise[start:start + chance.randint(500, 3000)]
    path = folder + "/scan.tif"
    with open(path, "wb") as file:
        file.write(page)
    desk = kiosk_desk.Desk(programs, folder)
    os.makedirs(desk.home)
    try:
        owner = desk.run("kiosk", "account", "add", "--kind", "citizen", "--full-name", "Y Blar", "--identity", "062090001234", "--birth", "1990")[0]["id"]
        procedure = desk.run("kiosk", "procedure", "search", "chung thuc ban sao")[0]["code"]
        component = desk.run("kiosk", "procedure", "show", procedure)[0]["components"][0]["code"]
        dossier = desk.run("kiosk", "dossier", "new", "--procedure", procedure, "--owner", owner)[0]["id"]
        def rate(work):
            before = os.times()
            work()
            after = os.times()
            return len(page) / 1e6 / max(after.user + after.children_user - before.user - before.children_user, 0.001)
        taken = {}
        kiosk = rate(lambda: taken.update(desk.run("kiosk", "dossier", "attach", dossier, path, "--component", component)[0]))
        figures = [("taking in a grey TIFF page of 24 MB (digest, gzip, fsync), to %.3f of its size" % (taken["stored_size"] / taken["size"]), kiosk)]
        for level in (1, 6, 9):
            made = []
            speed = rate(lambda: made.append(len(zlib.compress(bytes(page), level))))
            figures.append(("zlib itself at level %d, to %.3f" % (level, made[0] / len(page)), speed))
        with open(results, "a") as file:
            for name, value in figures:
                file.write(json.dumps({"figure": name, "value": value, "unit": "MB/s of processor time"}) + "\n")
                print("%-84s %8.1f MB/s" % (name, value))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

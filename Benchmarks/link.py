#!/usr/bin/env python3
"""Delivers the work item over emulated weak links with the kiosk, with what people would use instead, and with the raw limit,
interleaved; one JSON line a run, for report.py.

usage: WEAKLINK=path/to/weaklink link.py PROGRAMS RESULTS [--profiles 3g,…] [--peers kiosk,…] [--repetitions 3] [--jobs 2] [--item FOLDER]"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import kiosk_desk
import peers
import work_item

HERE = os.path.dirname(os.path.abspath(__file__))
PROFILES = {"3g": "full", "2g-edge": "small", "flapping": "full", "flapping-nat": "full", "4g-lossy": "full", "satellite": "full"}


def digests(folder):
    found = {}
    for name in os.listdir(folder):
        with open(folder + "/" + name, "rb") as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def in_own_network(*command):
    return subprocess.run(
        ["unshare", "-n", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh", *command], check=True, capture_output=True, text=True).stdout


def kiosk(folder, programs):
    in_own_network(sys.executable, HERE + "/kiosk_desk.py", "prepare", programs, folder, folder + "/src")
    return (kiosk_desk.AT_SERVER + "KIOSK_PORTAL_HOME=%s/portal exec %s/kiosk-portal serve --listen %s:%d" % (
        folder, programs, kiosk_desk.ADDRESS, kiosk_desk.PORT), kiosk_desk.PORT,
        kiosk_desk.AT_CLIENT + "KIOSK_HOME=%s/kiosk KIOSK_LANG=en exec %s/kiosk sync --until-empty" % (folder, programs))


def run(weaklink, programs, item, limit, peer, profile, repetition):
    folder = tempfile.mkdtemp(prefix="kiosk-bench-link.")
    try:
        source = item + "/" + PROFILES[profile]
        shutil.copytree(source, folder + "/src")
        os.makedirs(folder + "/dst")
        payload = sum(os.path.getsize(source + "/" + name) for name in os.listdir(source))
        server, port, client = kiosk(folder, programs) if peer == "kiosk" else peers.PEERS[peer][0](folder)
        for name, text in (("server.sh", server), ("client.sh", client)):
            with open(folder + "/" + name, "w") as file:
                file.write(text + "\n")
        name = "kb" + os.path.basename(folder)[-8:].replace("_", "x").replace(".", "y")
        done = subprocess.run(
            [weaklink, "--profile", profile, "--cc", "bbr" if peer.endswith("-bbr") else "cubic", "--seed", str(100 + repetition),
             "--name", name, "--json", folder + "/link.json",
             "--server", "exec sh %s/server.sh >%s/server.log 2>&1" % (folder, folder), "--wait-port", str(port), "--",
             "timeout", "-k", "2", str(limit), "sh", folder + "/client.sh"], capture_output=True, text=True)
        with open(folder + "/link.json") as file:
            link = json.load(file)
        wanted = digests(source)
        if peer == "kiosk":
            intact = int(in_own_network(sys.executable, HERE + "/kiosk_desk.py", "compare", programs, folder, source))
        else:
            got = digests(folder + "/dst")
            intact = sum(got.get(name) == digest for name, digest in wanted.items())
        return {
            "peer": peer, "profile": profile, "repetition": repetition, "seconds": link["elapsed_s"], "limit": limit,
            "done": done.returncode == 0 and intact == len(wanted), "intact": intact, "payload": payload,
            "up": link["up"]["wire_bytes"], "down": link["down"]["wire_bytes"], "load": os.getloadavg()[0]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("results")
    parser.add_argument("--profiles", default=",".join(PROFILES))
    parser.add_argument("--peers", default="limit,limit-bbr,kiosk,rsync-z,rsync-z-inplace,curl,rclone,tus")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, default=240)
    parser.add_argument("--item")
    options = parser.parse_args()
    weaklink = os.environ.get("WEAKLINK")
    if not weaklink or not os.access(weaklink, os.X_OK):
        print("skipped: weak links (WEAKLINK=path of the emulator's program is not set)")
        return
    if os.getuid() != 0:
        print("skipped: weak links (network namespaces need root)")
        return
    weaklink, programs = os.path.abspath(weaklink), os.path.abspath(options.programs)
    item = options.item or tempfile.mkdtemp(prefix="kiosk-bench-item.")
    if not options.item:
        work_item.main(item)
    names = []
    for peer in options.peers.split(","):
        reason = peer != "kiosk" and peers.missing(peer)
        if reason:
            print("skipped: %s (%s)" % (peer, reason))
        else:
            names.append(peer)
    # Interleaved: each repetition passes over everything, so that whatever else the machine does falls on all alike.
    runs = [(peer, profile, options.first + repetition) for repetition in range(options.repetitions)
            for profile in options.profiles.split(",") for peer in names
            # Elsewhere it is the slower of the two.
            if peer != "limit-bbr" or profile == "4g-lossy"]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool, open(options.results, "a") as results:
        waiting = []
        for one in runs:
            waiting.append(pool.submit(run, weaklink, programs, item, options.limit, *one))
            time.sleep(0.2)
        for future in concurrent.futures.as_completed(waiting):
            result = future.result()
            results.write(json.dumps(result) + "\n")
            results.flush()
            print("%(peer)-16s %(profile)-13s %(seconds)7.1f s  %(intact)d of 25" % result, flush=True)
    if not options.item:
        shutil.rmtree(item)


if __name__ == "__main__":
    main()

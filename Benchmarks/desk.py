#!/usr/bin/env python3
"""What the kiosk does without a link: records a second beside a bare SQLite insert, status and the first page of the queue with
few and with a great many operations (many_operations.py), the agent's memory and wake-ups when idle. One JSON line a figure.

usage: desk.py PROGRAMS RESULTS [--sizes 1000,1000000] [--idle 60]"""
import argparse
import http.client
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import zlib

import many_operations


class Agent(http.client.HTTPConnection):
    """A running agent in a home of its own, and a kept connection to its socket."""

    def __init__(self, programs, home):
        super().__init__("kiosk")
        self.programs, self.home, self.count = programs, home, 0
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK")}
        self.environment.update(KIOSK_HOME=home, KIOSK_LANG="en")
        self.process = subprocess.Popen(
            [programs + "/kiosk", "agent"], env=self.environment, stderr=subprocess.DEVNULL)
        self.path = home + "/run/kiosk.sock"
        while not os.path.exists(self.path):
            time.sleep(0.02)
            if self.process.poll() is not None:
                raise RuntimeError("the agent does not start")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def ask(self, name, body):
        self.request("POST", "/v1/" + name, json.dumps(body), {"Content-Type": "application/json"})
        answer = self.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError("%s: %d %s" % (name, answer.status, content[:200]))
        return content

    def record(self):
        self.count += 1
        self.ask("account-add", {"fields": {
            "kind": "citizen", "full_name": "Nguyễn Văn Bình", "identity": {"kind": "cccd", "number": "062090%06d" % self.count},
            "birth": {"year": 1990}, "address": {"text": "Thôn 1, xã Sa Thầy, tỉnh Quảng Ngãi"}}})

    def stop(self):
        self.process.terminate()
        self.process.wait()


def bare_sqlite(folder, count):
    """One row of an operation's size in each transaction."""
    database = sqlite3.connect(folder + "/bare.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT)")
    start = time.perf_counter()
    for number in range(count):
        database.execute("INSERT INTO rows VALUES (?, ?)", ("%036d" % number, "x" * 400))
    elapsed = time.perf_counter() - start
    database.close()
    os.remove(folder + "/bare.sqlite")
    return count / elapsed


def beside_bare_sqlite(folder, measure):
    """Five times bare SQLite and what `measure` gives for the time's number; the pair of rates whose ratio is the median."""
    pairs = []
    for number in range(5):
        bare = bare_sqlite(folder, 1000)
        pairs.append((measure(number), bare))
    return sorted(pairs, key=lambda pair: pair[0] / pair[1])[2]


def command_seconds(agent, *arguments):
    times = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([agent.programs + "/kiosk", *arguments, "--json"], env=agent.environment, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return sorted(times)[3]


def socket_seconds(agent, name, body):
    """Of the agent alone, without the start of a program."""
    times = []
    for _ in range(21):
        start = time.perf_counter()
        agent.ask(name, body)
        times.append(time.perf_counter() - start)
    return sorted(times)[10]


def memory(process):
    with open("/proc/%d/status" % process) as file:
        return int(next(line for line in file if line.startswith("VmRSS")).split()[1]) / 1024


def own_memory(process):
    """Without the pages of programs and libraries, which lie in the system's cache and are taken back when others need room."""
    with open("/proc/%d/smaps_rollup" % process) as file:
        return int(next(line for line in file if line.startswith("Anonymous")).split()[1]) / 1024


def idleness(process, seconds):
    """Wake-ups a second (voluntary switches of all threads) and the share of a core."""
    def look():
        switches = ticks = 0
        for thread in os.listdir("/proc/%d/task" % process):
            with open("/proc/%d/task/%s/status" % (process, thread)) as file:
                switches += int(next(line for line in file if line.startswith("voluntary")).split()[1])
        with open("/proc/%d/stat" % process) as file:
            fields = file.read().rsplit(")", 1)[1].split()
            ticks = int(fields[11]) + int(fields[12])
        return switches, ticks
    before = look()
    time.sleep(seconds)
    after = look()
    return (after[0] - before[0]) / seconds, (after[1] - before[1]) / os.sysconf("SC_CLK_TCK") / seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("results")
    parser.add_argument("--sizes", default="1000,1000000")
    parser.add_argument("--idle", type=int, default=60)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="kiosk-bench-desk.")
    results = open(options.results, "a")

    def tell(figure, value, unit):
        results.write(json.dumps({"figure": figure, "value": value, "unit": unit}) + "\n")
        results.flush()
        print("%-64s %10.3f %s" % (figure, value, unit), flush=True)

    for size in sorted(int(size) for size in options.sizes.split(",")):
        home = "%s/%d" % (folder, size)
        os.makedirs(home)
        Agent(os.path.abspath(options.programs), home).stop()
        many_operations.fill(home + "/outbox.sqlite", size)
        agent = Agent(os.path.abspath(options.programs), home)
        try:
            tell("kiosk status, %d operations" % size, command_seconds(agent, "status") * 1000, "ms")
            tell("kiosk queue, first page, %d operations" % size, command_seconds(agent, "queue", "--limit", "50") * 1000, "ms")
            tell("status of the agent alone, %d operations" % size, socket_seconds(agent, "status", {}) * 1000, "ms")
            page = {"all": False, "page": {"limit": 50}}
            tell("first page of the agent alone, %d operations" % size, socket_seconds(agent, "queue-list", page) * 1000, "ms")
            tell("agent's memory, %d operations" % size, memory(agent.process.pid), "MiB")
        finally:
            agent.stop()
        shutil.rmtree(home)
    os.makedirs(folder + "/home")
    agent = Agent(os.path.abspath(options.programs), folder + "/home")
    try:
        # Side by side in the same minute: the disk has good and bad ones.
        def through_socket(_):
            start = time.perf_counter()
            for _ in range(500):
                agent.record()
            return 500 / (time.perf_counter() - start)
        rate, bare = beside_bare_sqlite(folder, through_socket)
        tell("records/s through the agent's socket, one by one", rate, "/s")
        tell("bare SQLite, synchronous = FULL, in the same minute", bare, "/s")
        tell("ratio", rate / bare, "")
        def many():
            mine = Agent.__new__(Agent)
            http.client.HTTPConnection.__init__(mine, "kiosk")
            mine.path = agent.path
            return mine
        start, before = time.perf_counter(), agent.count
        desks, guard = [many() for _ in range(8)], threading.Lock()
        def work(desk):
            for _ in range(250):
                with guard:
                    agent.count += 1
                    desk.count = agent.count
                desk.count -= 1
                desk.record()
        threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tell("records/s through the agent's socket, eight desks at once", (agent.count - before) / (time.perf_counter() - start), "/s")
        time.sleep(5)
    finally:
        agent.stop()
    alone = os.path.abspath(options.programs) + "/record-rate"
    if os.access(alone, os.X_OK):
        def in_one_process(number):
            command = [alone, "%s/alone-%d" % (folder, number), "500"]
            return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rate, bare = beside_bare_sqlite(folder, in_one_process)
        tell("records/s in one process, without the agent", rate, "/s")
        tell("ratio in one process", rate / bare, "")
    else:
        print("skipped: records in one process (%s is not built)" % alone)
    os.makedirs(folder + "/idle")
    agent = Agent(os.path.abspath(options.programs), folder + "/idle")
    try:
        # An agent that nobody has used yet would hold less.
        for _ in range(20):
            agent.record()
        agent.ask("status", {})
        agent.close()
        # What that brought in is given back half a minute later.
        time.sleep(40)
        wakes, share = idleness(agent.process.pid, options.idle)
        tell("idle agent: memory", memory(agent.process.pid), "MiB")
        tell("idle agent: memory without programs and libraries", own_memory(agent.process.pid), "MiB")
        tell("idle agent: wake-ups", wakes, "/s")
        tell("idle agent: processor", share * 100, "%")
    finally:
        agent.stop()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()

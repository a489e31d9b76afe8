#!/usr/bin/env python3
"""Searching a catalogue of many procedures: how long the agent takes for a search once it has read and indexed the catalogue, and for
the first one, which does that. One JSON line a figure.

usage: search.py PROGRAMS RESULTS [--procedures 10000]"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from desk import Agent

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kiosk-config", "catalogue", "procedures.json")
# What clerks type: whole words, beginnings, a code, and what fits nearly everything.
QUERIES = ["giay phep xay dung", "khai sinh", "dang ky", "xac nhan tinh trang hon nhan", "1.001193", "chung thuc ban sao", "d", "ho"]


def many(count):
    """The shipped procedures over and over, each under a code and a name of its own."""
    with open(SHIPPED) as file:
        catalogue = json.load(file)
    rows = catalogue["procedures"]
    copies = []
    for number in range(count):
        row = dict(rows[number % len(rows)])
        if number >= len(rows):
            row.update(code="9.%06d" % number, name="%s số %d" % (row["name"], number))
            row.pop("replaced_by", None)
            row.pop("other_codes", None)
        copies.append(row)
    catalogue.update(procedures=copies, version="%s-%d" % (catalogue["version"], count))
    return catalogue


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("results")
    parser.add_argument("--procedures", type=int, default=10_000)
    options = parser.parse_args()
    programs = os.path.abspath(options.programs)
    folder = tempfile.mkdtemp(prefix="kiosk-bench-search.")
    results = open(options.results, "a")

    def tell(figure, value, unit):
        results.write(json.dumps({"figure": figure, "value": value, "unit": unit}) + "\n")
        results.flush()
        print("%-64s %10.3f %s" % (figure, value, unit), flush=True)

    home = folder + "/portal"
    os.makedirs(home)
    with open(home + "/catalogue.json", "w") as file:
        json.dump(many(options.procedures), file, ensure_ascii=False)
    server = subprocess.Popen(
        [programs + "/kiosk-portal", "serve", "--home", home, "--listen", "127.0.0.1:0", "--json"], stdout=subprocess.PIPE, text=True)
    agent = None
    try:
        url = json.loads(server.stdout.readline())["url"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK")}
        environment.update(KIOSK_HOME=folder + "/home", KIOSK_LANG="en")
        code = json.loads(subprocess.run(
            [programs + "/kiosk-portal", "kiosk", "invite", "--unit", "23527", "--home", home, "--json"],
            env=environment, stdout=subprocess.PIPE, check=True).stdout)["code"]
        subprocess.run(
            [programs + "/kiosk", "enrol", "--portal", url, "--code", code, "--name", "Bench"], env=environment,
            stdout=subprocess.DEVNULL, check=True)
        agent = Agent(programs, folder + "/home")

        def search(words):
            start = time.perf_counter()
            found = json.loads(agent.ask("procedure-search", {"words": words, "limit": 20}))
            assert found["items"], "nothing found for " + words
            return (time.perf_counter() - start) * 1000
        tell("first search of %d procedures, which reads and indexes them" % options.procedures, search("khai sinh"), "ms")
        medians = {words: statistics.median(search(words) for _ in range(15)) for words in QUERIES}
        tell("search of %d procedures, median of the queries" % options.procedures, statistics.median(medians.values()), "ms")
        slowest = max(medians, key=medians.get)
        tell("search of %d procedures, slowest query (“%s”)" % (options.procedures, slowest), medians[slowest], "ms")
    finally:
        if agent:
            agent.stop()
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

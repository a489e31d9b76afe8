#!/usr/bin/env python3
"""Makes the tables and the plot out of the runs. usage: report.py RESULTS_OF_LINKS RESULTS_OF_DESK README PLOT.svg

Replaces what stands between the two marks in README."""
import json
import os
import statistics
import sys

BEGIN, END = "<!-- results -->", "<!-- end of results -->"
COLOURS = {"limit": "#8d99ae", "limit-bbr": "#b8c0d0", "kiosk": "#c1121f", "rsync-z": "#2a6f97", "rsync-z-inplace": "#468faf", "curl": "#e09f3e", "rclone": "#6a994e", "tus": "#9a6fb0"}


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def spread(values, form="%.1f"):
    if len(values) == 1:
        return form % values[0]
    return (form + " (" + form + "–" + form + ")") % (statistics.median(values), min(values), max(values))


def link_tables(runs):
    text, medians = "", {}
    profiles = list(dict.fromkeys(run["profile"] for run in runs))
    for profile in profiles:
        text += "\n### %s\n| | delivered | seconds, median (range) | ÷ limit | bytes up ÷ payload | bytes down |\n|---|---|---|---|---|---|\n" % profile
        here = [run for run in runs if run["profile"] == profile]
        limit = [run["seconds"] for run in here if run["peer"] == "limit" and run["done"]]
        for peer in COLOURS:
            mine = [run for run in here if run["peer"] == peer]
            if not mine:
                continue
            whole = [run for run in mine if run["done"]]
            seconds = [run["seconds"] for run in whole]
            if whole:
                medians[profile, peer] = statistics.median(seconds)
            text += "| %s | %d/%d | %s | %s | %s | %s |\n" % (
                peer, len(whole), len(mine), spread(seconds) if whole else "> %d" % mine[0]["limit"],
                "%.2f" % (statistics.median(seconds) / statistics.median(limit)) if whole and limit else "–",
                spread([run["up"] / run["payload"] for run in whole], "%.3f") if whole else "–",
                "%d" % statistics.median(run["down"] for run in whole) if whole else "–")
    return text, profiles, medians


def plot(profiles, medians, runs, path):
    width, bar, top = 860, 15, 30
    peers = [peer for peer in COLOURS if any(run["peer"] == peer for run in runs)]
    longest = max(medians.values())
    height = top + len(profiles) * (len(peers) * bar + 34) + 10
    out = ["<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='11'>" % (width, height),
           "<rect width='100%' height='100%' fill='white'/><text x='10' y='18' font-size='13'>Seconds until the work item is delivered (median; shorter is better)</text>"]
    y = top
    for profile in profiles:
        y += 20
        out.append("<text x='10' y='%d' font-weight='bold'>%s</text>" % (y, profile))
        y += 6
        for peer in peers:
            if not any(run["peer"] == peer and run["profile"] == profile for run in runs):
                continue
            value = medians.get((profile, peer))
            length = (value or longest) / longest * (width - 260)
            out.append("<text x='110' y='%d' text-anchor='end'>%s</text>" % (y + 11, peer))
            style = "fill='%s'" % COLOURS[peer] if value else "fill='none' stroke='%s' stroke-dasharray='3'" % COLOURS[peer]
            out.append("<rect x='118' y='%d' width='%.1f' height='%d' %s/>" % (y + 1, length, bar - 3, style))
            out.append("<text x='%.1f' y='%d'>%s</text>" % (124 + length, y + 11, "%.1f" % value if value else "not delivered in time"))
            y += bar
        y += 8
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    links, desk, readme, picture = sys.argv[1:5]
    runs, figures = lines(links), lines(desk)
    text = ""
    if runs:
        tables, profiles, medians = link_tables(runs)
        text += "![Seconds until delivered](%s)\n%s" % (os.path.basename(picture), tables)
        if medians:
            plot(profiles, medians, runs, picture)
    if figures:
        text += "\n### At the desk\n| | |\n|---|---|\n"
        for figure in figures:
            text += "| %s | %s %s |\n" % (figure["figure"], "%.4g" % figure["value"], figure["unit"])
    with open(readme) as file:
        before, rest = file.read().split(BEGIN)
    with open(readme, "w") as file:
        file.write(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()

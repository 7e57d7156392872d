#!/usr/bin/env python3
"""Runs a command, and stops the test processes below it from outside for random stretches of 0.5 to 2 s, as a busy host does.

usage: tests/stall.py [--seed N] [--times N] COMMAND...    for example tests/stall.py --times 3 ./build.sh --target=Test

Stopped are all test hosts with everything that they started, or one test host with its own, or one process alone, in turns that the seed decides; between
two stalls everything runs for 1 to 4 s. Whatever happens, everything runs on at the end. The exit code is 0 when the command ended with 0 each time.
"""
import argparse, os, random, signal, subprocess, sys, threading, time

PAUSE, STALL = (1.0, 4.0), (0.5, 2.0)


class Processes:
    """What runs below a process; a process that lost its parent is remembered."""

    def __init__(self, root):
        self.root, self.known = root, {}

    def hosts(self):
        """The test hosts, each with everything that it started."""
        table = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                stat = open(f"/proc/{name}/stat").read().rpartition(")")[2].split()
                command = open(f"/proc/{name}/cmdline").read()
            except OSError:
                continue
            if stat[0] != "Z":
                table[int(name)] = (int(stat[1]), int(stat[19]), command)
        below = self.below(table, self.root)
        hosts = {pid: [pid, *self.below(table, pid)] for pid in below if "testhost.dll" in table[pid][2] and not any("testhost.dll" in table[p][2] for p in self.above(table, pid))}
        for host, pids in hosts.items():
            for pid in pids:
                self.known[(pid, table[pid][1])] = host
        for (pid, start), host in self.known.items():
            if pid in table and table[pid][1] == start and pid not in hosts.get(host, []):
                hosts.setdefault(host, []).append(pid)
        return [pids for _, pids in sorted(hosts.items())]

    @staticmethod
    def above(table, pid):
        while (pid := table[pid][0]) in table:
            yield pid

    @staticmethod
    def below(table, pid):
        found = []
        for child in [other for other, (parent, _, _) in table.items() if parent == pid]:
            found += [child, *Processes.below(table, child)]
        return found


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except OSError:
            pass  # it ended


def stall(processes, choice, over, counts):
    while not over.wait(choice.uniform(*PAUSE)):
        which, pick, seconds = choice.choice(["all", "host", "one"]), choice.random(), choice.uniform(*STALL)
        hosts = processes.hosts()
        if not hosts:
            continue
        everything = [pid for host in hosts for pid in host]
        stopped = {"all": everything, "host": hosts[int(pick * len(hosts))], "one": [everything[int(pick * len(everything))]]}[which]
        try:
            send(stopped, signal.SIGSTOP)
            over.wait(seconds)
        finally:
            send(stopped, signal.SIGCONT)
        counts[which] += 1
        counts["processes"] += len(stopped)
        counts["seconds"] += seconds


def run(command, seed):
    counts = {"all": 0, "host": 0, "one": 0, "processes": 0, "seconds": 0.0}
    over, child = threading.Event(), subprocess.Popen(command)
    thread = threading.Thread(target=stall, args=(Processes(child.pid), random.Random(seed), over, counts))
    thread.start()
    started = time.monotonic()
    try:
        code = child.wait()
    finally:
        over.set()
        thread.join()
    stalls = counts["all"] + counts["host"] + counts["one"]
    print(f"stalls: seed {seed}: {stalls} in {time.monotonic() - started:.0f} s ({counts['all']} of everything, {counts['host']} of one test host, {counts['one']} of one process), "
          f"{counts['processes']} processes stopped, {counts['seconds']:.0f} s in all; exit code {code}", flush=True)
    return code


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("no command")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"stalls: seed {options.seed}", flush=True)
    codes = [run(options.command, options.seed + time) for time in range(options.times)]
    sys.exit(0 if not any(codes) else 1)


if __name__ == "__main__":
    main()

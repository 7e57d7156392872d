#!/usr/bin/env python3
"""Runs built tests and remembers what they ended in; used by .ci/run, tests/all.sh and tests/soak.sh.

usage: suite.py run NAME FILTER [LIMIT]    the tests of all projects that a filter takes, one project after the other; at most LIMIT minutes (40)
       suite.py take NAME FOLDER CODE      results that a run left in a folder, and its exit code
       suite.py slice MINUTES [DAY]        the Cluster tests of a day of the week (1 to 7, today), see tests/cluster-tests.txt
       suite.py check NAME COMMAND...      a command that counts as a test
       suite.py end                        the table, then "N passed, N failed"; the exit code

A failed test or check runs once more, alone: passed then, it is flaky, and in artifacts/flaky.txt; failed again, it is red. A skipped test is red, and so is a
run without any test, or one that ended badly without a failed test. More than five failed tests are no accident: they run once.
What was recorded is in the folder SUITE_RESULTS.
"""
import datetime, glob, json, os, signal, subprocess, sys, tempfile, time
import xml.etree.ElementTree as xml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESULTS = os.environ.get("SUITE_RESULTS") or sys.exit("SUITE_RESULTS names no folder")
SPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
ACCIDENTS = 5
SETUP = "setup"


def dlls():
    names = sorted(os.path.basename(file)[:-len(".csproj")] for file in glob.glob(ROOT + "/tests/*.Tests/*.csproj"))
    return [f"{ROOT}/tests/{name}/bin/Debug/net10.0/Gauntlet.{name}.dll" for name in names]


def vstest(arguments, minutes, runsettings=()):
    """Exit code; the whole group of processes ends with it."""
    command = ["dotnet", "vstest", *arguments]
    if runsettings:
        command += ["--", *runsettings]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        return process.wait(minutes * 60 + 120)
    except subprocess.TimeoutExpired:
        return "none: it did not end"
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def run_tests(filter, minutes, files=None):
    """Exit code and results of the tests that the filter takes."""
    folder = tempfile.mkdtemp(dir=RESULTS)
    settings = ["NUnit.NumberOfTestWorkers=1", f"RunConfiguration.TestSessionTimeout={int(minutes * 60_000)}"]
    code = vstest([*(files or dlls()), "--TestCaseFilter:" + filter, "--logger:trx", "--logger:console;verbosity=quiet", "--ResultsDirectory:" + folder], minutes, settings)
    return code, read(folder)


def read(folder):
    """The tests of a folder's results files: project, full name, seconds, outcome, what it said, assembly."""
    tests = []
    for file in glob.glob(folder + "/*.trx"):
        root = xml.parse(file).getroot()
        methods = {test.get("id"): test.find(SPACE + "TestMethod") for test in root.iter(SPACE + "UnitTest")}
        for result in root.iter(SPACE + "UnitTestResult"):
            method = methods[result.get("testId")]
            hours, minutes, seconds = result.get("duration", "0:0:0").split(":")
            tests.append({
                "project": os.path.basename(method.get("codeBase"))[len("Gauntlet."):-len(".dll")],
                "test": method.get("className") + "." + method.get("name"),
                "seconds": int(hours) * 3600 + int(minutes) * 60 + float(seconds),
                "outcome": result.get("outcome"),
                "said": [text.text or "" for text in result.iter() if text.tag in (SPACE + "Message", SPACE + "StackTrace")],
                "dll": method.get("codeBase"),
            })
    return tests


def lines(path):
    """The lines of a file; none where there is no such file."""
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return file.read().splitlines()


def record(**test):
    with open(RESULTS + "/tests.jsonl", "a") as file:
        file.write(json.dumps(test) + "\n")


def escaped(name):
    return "".join("\\" + letter if letter in "\\()&|=!~" else letter for letter in name)


def judge(name, code, tests):
    """Records the tests; those that failed run once more."""
    failed = [test for test in tests if test["outcome"] not in ("Passed", "NotExecuted")]
    for test in tests:
        if test["outcome"] == "Passed":
            record(project=test["project"], test=test["test"], seconds=test["seconds"], outcome="passed")
            continue
        print("FAILED:", test["test"], "(skipped)" if test["outcome"] == "NotExecuted" else "", *test["said"], sep="\n  ", flush=True)
        outcome, seconds = "failed", test["seconds"]
        if test in failed and len(failed) <= ACCIDENTS:
            print("once more, alone:", test["test"], flush=True)
            again = [result for result in run_tests("FullyQualifiedName=" + escaped(test["test"]), 15, [test["dll"]])[1] if result["test"] == test["test"]]
            seconds += sum(result["seconds"] for result in again)
            if again and all(result["outcome"] == "Passed" for result in again):
                outcome = "flaky"
                flaky(test["test"])
        record(project=test["project"], test=test["test"], seconds=seconds, outcome=outcome)
    if not tests:
        broken(name, f"no test ran; the exit code is {code}")
    elif code not in (0, "0") and len(failed) == 0:
        broken(name, f"no test failed, and the exit code is {code}")


def broken(name, why):
    print(f"FAILED: {name}: {why}", flush=True)
    record(project=name, test=why, seconds=0, outcome="failed")


def flaky(name):
    print("flaky:", name, flush=True)
    os.makedirs(ROOT + "/artifacts", exist_ok=True)
    with open(ROOT + "/artifacts/flaky.txt", "a") as file:
        file.write(name + "\n")


def check(name, command):
    started = time.monotonic()
    outcome = "passed"
    if subprocess.call(command) != 0:
        print(f"FAILED: {name}; once more", flush=True)
        outcome = "flaky" if subprocess.call(command) == 0 else "failed"
    if outcome == "flaky":
        flaky(name)
    elif outcome == "failed":
        print("FAILED:", name, flush=True)
    record(project="checks", test=name, seconds=time.monotonic() - started, outcome=outcome)


def cluster_tests():
    """Full names of all tests of the category."""
    names = set()
    for dll in dlls():
        file = f"{RESULTS}/{os.path.basename(dll)}.txt"
        subprocess.run(["dotnet", "vstest", dll, "--ListFullyQualifiedTests", "--ListTestsTargetPath:" + file, "--TestCaseFilter:TestCategory=Cluster"], stdout=subprocess.DEVNULL, check=True)
        names.update(line.strip() for line in lines(file) if line.strip())
    return sorted(names)


def plan(names, table):
    """Tests by class with the day and seconds of the longest prefix that is listed; no day for one that is not; and the set-up of each class."""
    listed = [line.split(maxsplit=2) for line in table if line.strip() and not line.startswith("#")]
    setup = {prefix: int(seconds) for day, seconds, prefix in listed if day == SETUP}
    tests = []
    for name in names:
        fits = [line for line in listed if line[0] != SETUP and name.startswith(line[2].strip())]
        day, seconds, _ = max(fits, key=lambda line: len(line[2]), default=(None, 120, None))
        tests.append((name, name.split("(")[0].rpartition(".")[0], day, int(seconds)))
    return tests, setup


def slice_of(minutes, day):
    """Class by class while they fit, so that a slow machine leaves tests out instead of failing them."""
    tests, setup = plan(cluster_tests(), lines(ROOT + "/tests/cluster-tests.txt"))
    for name in [test[0] for test in tests if test[2] is None]:
        print(f"not in tests/cluster-tests.txt, so it runs every day: {name}")
    due = [test for test in tests if test[2] in (None, day)]
    print(f"{len(due)} of {len(tests)} Cluster tests are due on day {day} of the week:", *[test[0] for test in due], sep="\n  ", flush=True)
    started, ran = time.monotonic(), 0
    for group in sorted({test[1] for test in due}):
        names = [test[0] for test in due if test[1] == group]
        seconds = setup.get(group, 0) + sum(test[3] for test in due if test[1] == group)
        if ran > 0 and time.monotonic() - started + seconds > minutes * 60:
            print(f"left out, since {seconds} s are more than what is left of {minutes:g} minutes:", *names, sep="\n  ", flush=True)
            continue
        file = [dll for dll in dlls() if names[0].startswith(os.path.basename(dll)[:-len("dll")])]
        code, results = run_tests("|".join("FullyQualifiedName=" + escaped(name) for name in names), seconds / 60 * 3, file)
        for test in results:
            print(f"  {test['seconds']:5.0f} s  {test['test']}")
        judge(group, code, results)
        for name in set(names) - {test["test"] for test in results}:
            broken(group, f"{name} did not run")
        ran += 1


def end():
    tests = [json.loads(line) for line in lines(RESULTS + "/tests.jsonl")]
    print(f"\n{'project':24}{'tests':>7}{'seconds':>9}{'flaky':>7}{'failed':>8}")
    for project in sorted({test["project"] for test in tests}):
        own = [test for test in tests if test["project"] == project]
        count = {outcome: sum(test["outcome"] == outcome for test in own) for outcome in ("flaky", "failed")}
        print(f"{project:24}{len(own):7}{sum(test['seconds'] for test in own):9.1f}{count['flaky']:7}{count['failed']:8}")
    for test in tests:
        if test["outcome"] != "passed":
            print(("flaky: " if test["outcome"] == "flaky" else "FAILED: ") + test["test"])
    failed = sum(test["outcome"] == "failed" for test in tests)
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 0 if failed == 0 and tests else 1


def main(command, *arguments):
    if command == "run":
        code, tests = run_tests(arguments[1], float(arguments[2]) if len(arguments) > 2 else 40)
        judge(arguments[0], code, tests)
    elif command == "take":
        judge(arguments[0], arguments[2], read(arguments[1]))
    elif command == "slice":
        slice_of(float(arguments[0]), arguments[1] if len(arguments) > 1 else str(datetime.date.today().isoweekday()))
    elif command == "check":
        check(arguments[0], arguments[1:])
    elif command == "end":
        return end()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or ["help"]))

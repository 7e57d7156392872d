"""Tests of suite.py, with results files as the test platform writes them: python3 -m unittest discover -s tests -p '*_test.py'"""
import contextlib, io, json, os, sys, tempfile, unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
os.environ.setdefault("SUITE_RESULTS", "/tmp")
import suite

RESULT = '<UnitTestResult testId="{0}" testName="{1}" outcome="{2}" duration="00:00:01.5000000"><Output><ErrorInfo><Message>said {1}</Message></ErrorInfo></Output></UnitTestResult>'
UNIT = '<UnitTest id="{0}"><TestMethod codeBase="/x/Gauntlet.Some.Tests.dll" className="Gauntlet.Some.Tests.Class" name="{1}" /></UnitTest>'


class SuiteTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.again, self.asked = {}, []
        for name, value in {"RESULTS": self.folder.name, "ROOT": self.folder.name, "run_tests": self.run_again}.items():
            self.addCleanup(setattr, suite, name, getattr(suite, name))
            setattr(suite, name, value)

    def run_again(self, filter, minutes, files):
        name = self.asked.append(filter) or filter.split("Class.")[1].replace("\\", "")
        return 0, self.results({name: self.again[name]})

    def results(self, outcomes):
        folder = tempfile.mkdtemp(dir=self.folder.name)
        tests = [(number, name, outcome) for number, (name, outcome) in enumerate(outcomes.items())]
        with open(folder + "/results.trx", "w") as file:
            file.write(f'<TestRun xmlns="{suite.SPACE[1:-1]}"><Results>{"".join(RESULT.format(*test) for test in tests)}</Results>'
                       f'<TestDefinitions>{"".join(UNIT.format(*test) for test in tests)}</TestDefinitions></TestRun>')
        return suite.read(folder)

    def judged(self, outcomes, code=0):
        """The exit code and what was printed."""
        with contextlib.redirect_stdout(io.StringIO()) as output:
            suite.judge("Some", code, self.results(outcomes))
            ended = suite.end()
        return ended, output.getvalue()

    def flaky(self):
        return suite.lines(self.folder.name + "/artifacts/flaky.txt")

    def test_AllPassed_IsGreen(self):
        code, output = self.judged({"A": "Passed", "B": "Passed"})
        self.assertEqual((code, output.split("\n")[-2]), (0, "2 passed, 0 failed"))

    def test_FailedTwice_IsRedAndNotFlaky(self):
        self.again = {"B": "Failed"}
        code, output = self.judged({"A": "Passed", "B": "Failed"}, code=1)
        self.assertEqual((code, output.split("\n")[-2], self.flaky()), (1, "1 passed, 1 failed", []))
        self.assertIn("said B", output)

    def test_PassedAlone_IsFlakyAndGreen(self):
        self.again = {"B(1)": "Passed"}
        code, output = self.judged({"A": "Passed", "B(1)": "Failed"}, code=1)
        self.assertEqual((code, output.split("\n")[-2], self.flaky()), (0, "2 passed, 0 failed", ["Gauntlet.Some.Tests.Class.B(1)"]))
        self.assertEqual(self.asked, [r"FullyQualifiedName=Gauntlet.Some.Tests.Class.B\(1\)"])
        self.assertIn("flaky: Gauntlet.Some.Tests.Class.B(1)", output)

    def test_Skipped_IsRedAndNotTriedAgain(self):
        self.assertEqual((self.judged({"A": "Passed", "B": "NotExecuted"})[0], self.asked), (1, []))

    def test_ManyFailed_AreNoAccidentAndRunOnce(self):
        code, output = self.judged({f"T{number}": "Failed" for number in range(6)}, code=1)
        self.assertEqual((code, output.split("\n")[-2], self.asked), (1, "0 passed, 6 failed", []))

    def test_NoTest_IsRed(self):
        self.assertEqual(self.judged({}, code=1)[0], 1)
        self.assertEqual(self.judged({})[0], 1)

    def test_ProcessThatEndedEarly_IsRed(self):
        self.assertEqual(self.judged({"A": "Passed"}, code=1)[0], 1)

    def test_Check_FailingOnce_IsFlaky(self):
        once = f"[ -e '{self.folder.name}/x' ] || {{ touch '{self.folder.name}/x'; exit 1; }}"
        with contextlib.redirect_stdout(io.StringIO()):
            suite.check("once", ["bash", "-c", once])
            suite.check("never", ["false"])
            self.assertEqual(suite.end(), 1)
        self.assertEqual(self.flaky(), ["once"])
        self.assertEqual([json.loads(line)["outcome"] for line in suite.lines(self.folder.name + "/tests.jsonl")], ["flaky", "failed"])

    def test_Plan_LongestPrefixWins_AndWhatIsNotListedHasNoDay(self):
        tests, setup = suite.plan(["N.C.A(x.y)", "N.C.B", "N.D.A"], ["# comment", "setup 90 N.C", "1 10 N.C.", "2 20 N.C.A(x"])
        self.assertEqual(tests, [("N.C.A(x.y)", "N.C", "2", 20), ("N.C.B", "N.C", "1", 10), ("N.D.A", "N.D", None, 120)])
        self.assertEqual(setup, {"N.C": 90})


if __name__ == "__main__":
    unittest.main()

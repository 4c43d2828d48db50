"""The providers' official clients talk to `judge mock`, and understand what it says."""

import subprocess
import unittest

import packages


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        packages.install()

    def run_tests(self, script):
        done = subprocess.run(packages.node(script), capture_output=True, text=True, timeout=55,
                              env=packages.environment())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_openai(self):
        self.run_tests("openai_client.mjs")

    def test_anthropic(self):
        self.run_tests("anthropic_client.mjs")

    def test_google(self):
        self.run_tests("gemini_client.mjs")


if __name__ == "__main__":
    unittest.main()

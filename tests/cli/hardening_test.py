"""What the compiler and the linker made of the release's hardening flags (cmake/hardening.cmake)."""

import os
import pathlib
import platform
import shutil
import subprocess
import unittest

JUDGE = pathlib.Path(os.environ["JUDGE"])


@unittest.skipUnless(os.environ.get("JUDGE_HARDENED"), "this build is not hardened: only releases without sanitizers are")
@unittest.skipUnless(shutil.which("readelf"), "there is no readelf (Debian: binutils)")
class Hardening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run = subprocess.run(["readelf", "-W", "-h", "-l", "-d", "--dyn-syms", JUDGE],
                             capture_output=True, text=True, check=True, timeout=60)
        cls.elf = run.stdout

    def line(self, *words):
        return next((line for line in self.elf.splitlines() if all(word in line for word in words)), "")

    def test_the_program_is_loaded_where_chance_will_have_it(self):
        self.assertIn("DYN", self.line("Type:"))
        self.assertIn("PIE", self.line("FLAGS_1"))

    def test_what_the_linker_resolved_is_read_only_before_the_program_starts(self):
        self.assertTrue(self.line("GNU_RELRO"))
        self.assertIn("NOW", self.line("FLAGS_1"))
        self.assertNotIn("E", self.line("GNU_STACK").split()[-2])

    def test_stacks_and_containers_are_guarded(self):
        for what, symbol in (("stack protector", "__stack_chk_fail"), ("assertions", "__glibcxx_assert_fail")):
            self.assertTrue(self.line("UND", symbol), what)

    @unittest.skipUnless(platform.machine() == "x86_64", "CET is of x86-64")
    def test_functions_begin_where_jumps_may_go(self):
        self.assertGreater(JUDGE.read_bytes().count(bytes.fromhex("f30f1efa")), 1000)  # endbr64


if __name__ == "__main__":
    unittest.main()

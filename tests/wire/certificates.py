"""Certificates for a test, made by the openssl command: a CA, and what it has signed."""

import pathlib
import shutil
import ssl
import subprocess

CONFIG = """\
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""

missing = None if shutil.which("openssl") else "the openssl command is not there (Debian: apt-get install openssl)"


class Certificates:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "ca.cnf").write_text(CONFIG)
        (self.folder / "index.txt").write_text("")
        self.self_signed("ca", "Test CA", "basicConstraints=critical,CA:TRUE")

    def run(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=60)

    def self_signed(self, name, subject, extension):
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-keyout", f"{name}.key", "-out", f"{name}.crt", "-subj", f"/CN={subject}", "-addext", extension)
        return self.context(name)

    def signed(self, name, host="IP:127.0.0.1", start="20200101000000Z", end="21000101000000Z"):
        self.run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key",
                 "-out", f"{name}.csr", "-subj", f"/CN={name}", "-addext", f"subjectAltName={host}")
        self.run("ca", "-batch", "-config", "ca.cnf", "-cert", "ca.crt", "-keyfile", "ca.key", "-in", f"{name}.csr",
                 "-out", f"{name}.crt", "-startdate", start, "-enddate", end, "-notext")
        return self.context(name)

    def context(self, name, *protocols):
        """Of a server. `protocols`: what it offers beside HTTP/1.1 without a word about it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    @property
    def ca_file(self):
        return f'ca_file = "{self.folder}/ca.crt"'

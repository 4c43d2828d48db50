"""A TLS peer of another make: nginx before a server on loopback, with certificates of a CA of the test's own."""

import shutil
import socket
import subprocess
import time

MISSING = next((f"{tool} is not installed" for tool in ("nginx", "openssl") if not shutil.which(tool)), None)

CONFIG = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {folder}/server.pem;
    ssl_certificate_key {folder}/server.key;
    {verify}
    location / {{ proxy_pass {upstream}; }}
  }}
}}
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=30)


def make_certificates(folder):
    """ca.pem, and of it server.pem (of 127.0.0.1 and model.test) and client.pem, each with its .key."""
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA")
    for name, extra in (("server", "subjectAltName=IP:127.0.0.1,DNS:model.test"), ("client", "extendedKeyUsage=clientAuth")):
        openssl(folder, "req", *curve, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (folder / f"{name}.ext").write_text(extra + "\n")
        openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-out", f"{name}.pem", "-days", "2", "-extfile", f"{name}.ext")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class TlsPeer:
    """`upstream`: "http://127.0.0.1:1". `ask_client`: only who has a certificate of the CA comes in."""

    def __init__(self, folder, upstream, ask_client=False):
        self.port = free_port()
        verify = f"ssl_client_certificate {folder}/ca.pem; ssl_verify_client on;" if ask_client else ""
        (folder / "nginx.conf").write_text(
            CONFIG.format(folder=folder, port=self.port, upstream=upstream, verify=verify))
        self.process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("nginx does not listen: " + (folder / "error.log").read_text())

    def close(self):
        self.process.terminate()
        self.process.wait()

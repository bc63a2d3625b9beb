"""A certificate made on the spot, signed by an authority that is thrown away with it."""

import base64
import hashlib
import subprocess

NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Certificate:
    """For one address: `path` holds it and its authority's, `key` its private key (PEM)."""

    def __init__(self, folder, address):
        self.folder, self.path, self.key = folder, folder / "relay.pem", folder / "relay.key"
        self.openssl("req", "-x509", *NEW_KEY, "-keyout", "authority.key", "-out", "authority.pem", "-days", "2",
                     "-subj", "/CN=An authority of a test")
        self.openssl("req", "-new", *NEW_KEY, "-keyout", self.key, "-out", "relay.csr", "-subj", f"/CN={address}")
        wanted = f"subjectAltName=IP:{address}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
        (folder / "relay.extensions").write_text(wanted)
        self.openssl("x509", "-req", "-in", "relay.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                     "-CAcreateserial", "-days", "2", "-extfile", "relay.extensions", "-out", self.path)
        self.openssl("verify", "-CAfile", "authority.pem", "-verify_ip", address, self.path)
        with open(self.path, "a") as chain:
            chain.write((folder / "authority.pem").read_text())

    def openssl(self, *words):
        return subprocess.run(
            ["openssl", *map(str, words)], cwd=self.folder, check=True, capture_output=True).stdout

    @property
    def trusted(self):
        """What makes Chromium take this very key, in TLS to a relay as well as on pages, for both have one verifier.

        The name and the authority are then not looked at: it is no check of them.
        """
        key = self.openssl("pkey", "-in", self.key, "-pubout", "-outform", "DER")
        digest = base64.b64encode(hashlib.sha256(key).digest()).decode()
        return f"--ignore-certificate-errors-spki-list={digest}"

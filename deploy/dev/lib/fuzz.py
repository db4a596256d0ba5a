"""Fuzzes the parsers of `Tests/Fuzz` by libFuzzer for a while: what stops one is a finding, and its input is kept.

    fuzz.py --seconds N --build DIR --folder DIR [NAME…]

Our modules are compiled here once more, with coverage; what comes from outside is linked as the debug build left it in
`--build`. `--folder` keeps objects, what each fuzzer has learned, and findings (`crash-…`), which belong into the tests.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from state import ROOT

FEATURES = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
    "InferIsolatedConformances",
]  # fmt: skip
OUTSIDE = [
    "Crypto", "CryptoBoringWrapper", "CryptoExtras", "CCryptoBoringSSL", "CCryptoBoringSSLShims", "CXKCP", "CXKCPShims",
    "X509", "SwiftASN1", "_CertificateInternals",
]  # fmt: skip
# Longer inputs find nothing that shorter ones don't, and take their time.
MOST_BYTES = 16_384


@dataclass
class Fuzzer:
    name: str
    # In the order in which they import one another.
    modules: list[str]
    sources: list[str]
    # The name behind -D, for a file that holds several.
    condition: str
    # Public vectors to begin with.
    vectors: str | None = None
    # A folder of `Tests/Fuzz` with inputs that reach the end, but for a signature.
    seeds: str | None = None


SAML = ["Encoding", "Secrets", "XMLSecurity", "SAML", "SAMLForge"]
SAML_SOURCES = ["Tests/Fuzz/SAML/SAMLFuzzer.swift", "Tests/SAMLTests/Fuzzing/SAMLFuzzing.swift"]
SCIM = ["Encoding", "Secrets", "SCIM"]
SCIM_SOURCES = ["Tests/Fuzz/SCIM/SCIMFuzzer.swift", "Tests/SCIMTests/SCIMFuzzing.swift"]
WEBAUTHN = ["Encoding", "JOSE", "WebAuthn"]
WEBAUTHN_SOURCES = ["Tests/Fuzz/WebAuthn/WebAuthnFuzzer.swift", "Tests/WebAuthnTests/Fuzzing/WebAuthnFuzzing.swift"]
FUZZERS = [
    Fuzzer("xml-reading", ["Encoding", "XMLSecurity"], ["Tests/Fuzz/XML/XMLFuzzer.swift"], "FUZZ_READING", "saml"),
    Fuzzer("xml-signature", ["Encoding", "XMLSecurity"], ["Tests/Fuzz/XML/XMLFuzzer.swift"], "FUZZ_SIGNATURE", "saml"),
    Fuzzer("saml-response", SAML, SAML_SOURCES, "FUZZ_RESPONSE", "saml", "SAML/Seeds"),
    Fuzzer("saml-metadata", SAML, SAML_SOURCES, "FUZZ_METADATA", "saml"),
    Fuzzer("saml-logout", SAML, SAML_SOURCES, "FUZZ_LOGOUT", "saml"),
    Fuzzer("scim-filter", SCIM, SCIM_SOURCES, "FUZZ_FILTER"),
    Fuzzer("scim-path", SCIM, SCIM_SOURCES, "FUZZ_PATH"),
    Fuzzer("scim-patch", SCIM, SCIM_SOURCES, "FUZZ_PATCH"),
    Fuzzer("webauthn-cbor", WEBAUTHN, WEBAUTHN_SOURCES, "FUZZ_CBOR"),
    Fuzzer("webauthn-authenticator-data", WEBAUTHN, WEBAUTHN_SOURCES, "FUZZ_AUTHENTICATOR_DATA"),
    Fuzzer("webauthn-attestation", WEBAUTHN, WEBAUTHN_SOURCES, "FUZZ_ATTESTATION"),
]


def compiler() -> list[str]:
    features = [part for feature in FEATURES for part in ("-enable-upcoming-feature", feature)]
    command = ["swiftc", "-parse-as-library", "-swift-version", "6", "-package-name", "fuzz", "-O", "-sanitize=fuzzer"]
    return [*command, *features]


def libraries() -> list[str]:
    packages = ["xmlsec1-openssl", "zlib"]
    shown = subprocess.run(["pkg-config", "--libs", *packages], capture_output=True, text=True, check=True)
    return shown.stdout.split()


def _compile_by(command: list[str]) -> None:
    """The compiler says on the terminal what it does not like; the command itself is long and says nothing."""
    if subprocess.run(command, check=False).returncode != 0:
        raise SystemExit("fuzzers: 0 passed, the compiler's message stands above")


class Workshop:
    def __init__(self, build: Path, folder: Path):
        self._objects = folder / "objects"
        self._objects.mkdir(parents=True, exist_ok=True)
        self._build = build.resolve()
        self._folder = folder
        self._compiled: set[str] = set()

    def _search(self) -> list[str]:
        shims = [part for name in ("CXMLSecurity", "CZlib") for part in ("-I", str(ROOT / "Sources" / name))]
        headers = ["-Xcc", "-I/usr/include/libxml2", "-Xcc", "-I/usr/include/xmlsec1"]
        checkouts = self._build.parents[1] / "checkouts"
        for include in sorted(checkouts.glob("swift-crypto/Sources/*/include")):
            shims += ["-I", str(include)]
        return ["-I", str(self._objects), *shims, *headers, "-I", str(self._build / "Modules")]

    def _compile(self, module: str) -> None:
        if module in self._compiled:
            return
        folder = ROOT / ("Tests" if module == "SAMLForge" else "Sources") / module
        sources = sorted(str(path) for path in folder.rglob("*.swift"))
        outputs = ["-emit-module", "-emit-module-path", str(self._objects / f"{module}.swiftmodule")]
        outputs += ["-c", "-o", str(self._objects / f"{module}.o")]
        _compile_by([*compiler(), "-wmo", "-enable-testing", *self._search(), "-module-name", module, *outputs, *sources])
        self._compiled.add(module)

    def build(self, fuzzer: Fuzzer) -> Path:
        for module in fuzzer.modules:
            self._compile(module)
        objects = [str(self._objects / f"{module}.o") for module in fuzzer.modules]
        objects += [str(found) for name in OUTSIDE for found in (self._build / f"{name}.build").rglob("*.o")]
        program = self._folder / fuzzer.name
        sources = [str(ROOT / source) for source in fuzzer.sources]
        _compile_by(
            [*compiler(), *self._search(), f"-D{fuzzer.condition}", "-module-name", "fuzz", "-o", str(program),
             *sources, *objects, *libraries(), "-lstdc++"]
        )  # fmt: skip
        return program

    def run(self, fuzzer: Fuzzer, program: Path, seconds: int) -> bool:
        """Whether nothing stopped it. What it learned is where it begins the next time."""
        learned = self._folder / f"{fuzzer.name}-corpus"
        learned.mkdir(exist_ok=True)
        vectors = Path(os.environ.get("VECTORS_DIR", ROOT.parent / "shared" / "vectors"))
        seeds = [str(ROOT / "Tests" / "Fuzz" / fuzzer.seeds)] if fuzzer.seeds else []
        if fuzzer.vectors and (vectors / fuzzer.vectors).is_dir():
            seeds.append(str(vectors / fuzzer.vectors))
        command = [
            str(program), f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-timeout=10", "-rss_limit_mb=1024",
            f"-artifact_prefix={self._folder}/{fuzzer.name}-", "-print_final_stats=1", str(learned), *seeds,
        ]  # fmt: skip
        # The backtracer would swallow the crash that libFuzzer waits for.
        environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}
        log = self._folder / f"{fuzzer.name}.log"
        with open(log, "w", encoding="utf-8") as output:
            code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, env=environment, check=False).returncode
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        runs = next((line.split()[-1] for line in lines if line.startswith("stat::number_of_executed_units")), "no")
        print(f"{'ok   ' if code == 0 else 'FOUND'} {fuzzer.name}: {runs} inputs, {log}", flush=True)
        return code == 0 and runs != "no"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for each fuzzer")
    parser.add_argument("--build", type=Path, required=True, help="where the debug build left its objects")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    workshop = Workshop(options.build, options.folder)
    wanted = [fuzzer for fuzzer in FUZZERS if not options.names or fuzzer.name in options.names]
    quiet = sum(workshop.run(fuzzer, workshop.build(fuzzer), options.seconds) for fuzzer in wanted)
    print(f"fuzzers: {quiet} passed, {len(wanted) - quiet} failed")
    return 0 if quiet == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())

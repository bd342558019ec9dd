#!/usr/bin/env python3
"""Makes the packages of a release from a built binary.

    tools/package/package.py --binary build/release/rolelint [--out build/packages] tar deb wheel npm vscode

Two runs over the same binary give the same bytes: entries are sorted, owned by root, and carry the
time of SOURCE_DATE_EPOCH, or of the last commit. Needs Python and, for deb, dpkg-deb; for vscode, which is no part of `all`, npm packages (vscode.py).
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

from vscode import make_vscode

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
SUMMARY = "Checks AWS IAM policies offline: mistakes, proofs of what they allow, role switches"
# The libraries that are linked into the binary: Debian's package, and its licence as SPDX names it.
LIBRARIES = [
    ("libre2-dev", "RE2", "BSD-3-Clause"),
    ("libfmt-dev", "fmt", "MIT"),
    ("libcli11-dev", "CLI11", "BSD-3-Clause"),
    ("nlohmann-json3-dev", "nlohmann-json", "MIT"),
    ("libyaml-dev", "libyaml", "MIT"),
    ("libxxhash-dev", "xxHash", "BSD-2-Clause"),
    ("zlib1g-dev", "zlib", "Zlib"),
    ("libstdc++-12-dev", "libstdc++", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libc6-dev", "glibc", "LGPL-2.1-or-later"),
]
# What `pip install rolelint[spark]` adds. pyspark asks for pandas, and does not know its version 3 yet.
SPARK_PACKAGES = ["numpy>=1.26", "pandas<3,>=2.2", "pyarrow>=15", "pyspark>=4.0"]
ARCHITECTURES = {
    # ELF machine: names of Debian, of wheels, of npm, of archives
    62: {"deb": "amd64", "wheel": "x86_64", "npm": "x64", "tar": "x86_64"},
    183: {"deb": "arm64", "wheel": "aarch64", "npm": "arm64", "tar": "aarch64"},
}


def fail(message):
    sys.exit(f"package: {message}")


def project_version():
    text = (ROOT / "CMakeLists.txt").read_text()
    return re.search(r"project\(rolelint VERSION (\S+)", text).group(1)


def source_time():
    """Seconds since 1970 that every entry carries; ZIP knows no time before 1980."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdigit():
        return max(int(fixed), 315532800)
    git = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True)
    return int(git.stdout) if git.returncode == 0 and git.stdout.strip() else 315532800


def debian_package(name):
    """Version and copyright file of an installed Debian package; None where there is no dpkg."""
    try:
        query = subprocess.run(
            ["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True)
    except FileNotFoundError:
        return None
    if query.returncode != 0:
        return None
    copyright_file = pathlib.Path("/usr/share/doc") / name / "copyright"
    text = copyright_file.read_text(errors="replace") if copyright_file.exists() else ""
    return query.stdout, text


class Release:
    """What all packages have in common."""

    def __init__(self, binary, out):
        self.binary = binary.read_bytes()
        if self.binary[:4] != b"\x7fELF":
            fail(f"{binary} is not a Linux program")
        machine = int.from_bytes(self.binary[18:20], "little")
        if machine not in ARCHITECTURES:
            fail(f"{binary} is built for an architecture that has no package (ELF machine {machine})")
        self.names = ARCHITECTURES[machine]
        self.version = project_version()
        self.time = source_time()
        self.out = out
        self.made = []
        self.notice = self.third_party()

    def third_party(self):
        parts = [(ROOT / "NOTICE").read_text().rstrip()]
        for package, name, _ in LIBRARIES:
            found = debian_package(package)
            if found and found[1]:
                parts.append(f"{'-' * 80}\nThe binary contains {name}:\n\n{found[1].rstrip()}")
        return "\n\n".join(parts) + "\n"

    def sbom(self):
        """An SPDX 2.3 document."""
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.time))
        packages = [{
            "SPDXID": "SPDXRef-rolelint", "name": "rolelint", "versionInfo": self.version,
            "licenseDeclared": "Apache-2.0", "licenseConcluded": "Apache-2.0",
            "copyrightText": "Copyright 2026 the rolelint authors",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "checksums": [{"algorithm": "SHA256",
                           "checksumValue": hashlib.sha256(self.binary).hexdigest()}],
        }]
        relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                      "relatedSpdxElement": "SPDXRef-rolelint"}]
        for package, name, licence in LIBRARIES:
            found = debian_package(package)
            identifier = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", package)
            packages.append({
                "SPDXID": identifier, "name": name,
                "versionInfo": found[0] if found else "NOASSERTION",
                "licenseDeclared": licence, "licenseConcluded": licence,
                "copyrightText": "NOASSERTION", "downloadLocation": "NOASSERTION",
                "filesAnalyzed": False,
                "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                  "referenceLocator": f"pkg:deb/debian/{package}"}],
            })
            relations.append({"spdxElementId": "SPDXRef-rolelint",
                              "relationshipType": "STATIC_LINK", "relatedSpdxElement": identifier})
        digest = hashlib.sha256(self.binary).hexdigest()
        return json.dumps({
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"rolelint-{self.version}",
            "documentNamespace": f"https://spdx.org/spdxdocs/rolelint-{self.version}-{digest}",
            "creationInfo": {"created": created, "creators": ["Tool: rolelint-package"]},
            "packages": packages, "relationships": relations,
        }, indent=2) + "\n"

    def documents(self):
        return {
            "LICENSE": (ROOT / "LICENSE").read_bytes(),
            "NOTICE": self.notice.encode(),
            "README.md": (ROOT / "README.md").read_bytes(),
            "rolelint.spdx.json": self.sbom().encode(),
        }

    def generated(self):
        """The man page and the completions, where the binary writes them."""
        files = {}
        for path, arguments in {
                "man/rolelint.1": ["man"],
                "completions/rolelint.bash": ["completions", "bash"],
                "completions/_rolelint": ["completions", "zsh"],
                "completions/rolelint.fish": ["completions", "fish"],
        }.items():
            with tempfile.NamedTemporaryFile(delete=False) as program:
                program.write(self.binary)
            try:
                os.chmod(program.name, 0o755)
                run = subprocess.run([program.name, *arguments], capture_output=True)
            except OSError:  # of another architecture
                continue
            finally:
                os.unlink(program.name)
            if run.returncode == 0 and run.stdout:
                files[path] = run.stdout
        return files

    def catalog(self):
        return (ROOT / "analyzer/catalog/data/aws-catalog.tsv").read_bytes()

    def write(self, name, data):
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / name
        path.write_bytes(data)
        self.made.append(path)
        print(path)

    def sums(self):
        lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
                 for path in sorted(self.out.iterdir())
                 if path.is_file() and path.name != "SHA256SUMS"]
        (self.out / "SHA256SUMS").write_text("".join(lines))

    def tarball(self, files, programs=(), prefix=""):
        """A .tar.gz of {path: bytes}."""
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in sorted(files):
                entry = tarfile.TarInfo(prefix + path)
                entry.size = len(files[path])
                entry.mtime = self.time
                entry.mode = 0o755 if path in programs else 0o644
                entry.uname = entry.gname = "root"
                tar.addfile(entry, io.BytesIO(files[path]))
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=self.time, filename="") as file:
            file.write(raw.getvalue())
        return packed.getvalue()


def make_tar(release):
    files = {"rolelint": release.binary, **release.documents(), **release.generated()}
    name = f"rolelint-{release.version}-linux-{release.names['tar']}"
    release.write(f"{name}.tar.gz", release.tarball(files, {"rolelint"}, f"{name}/"))
    release.write("aws-catalog.tsv", release.catalog())


def make_deb(release):
    files = {"usr/bin/rolelint": release.binary}
    documents = release.documents()
    files["usr/share/doc/rolelint/copyright"] = documents["NOTICE"] + b"\n" + documents["LICENSE"]
    files["usr/share/doc/rolelint/rolelint.spdx.json"] = documents["rolelint.spdx.json"]
    places = {
        "completions/rolelint.bash": "usr/share/bash-completion/completions/rolelint",
        "completions/_rolelint": "usr/share/zsh/vendor-completions/_rolelint",
        "completions/rolelint.fish": "usr/share/fish/vendor_completions.d/rolelint.fish",
    }
    for path, data in release.generated().items():
        if path.startswith("man/"):
            files["usr/share/man/man1/rolelint.1.gz"] = gzip.compress(data, mtime=release.time)
        else:
            files[places[path]] = data
    size = sum(map(len, files.values())) // 1024 + 1
    control = (f"Package: rolelint\nVersion: {release.version}\nArchitecture: {release.names['deb']}\n"
               f"Maintainer: the rolelint authors <rolelint@example.com>\nInstalled-Size: {size}\n"
               f"Section: admin\nPriority: optional\n"
               f"Description: {SUMMARY}\n"
               " rolelint reads exported or templated IAM policies and reports what is wrong,\n"
               " proves what they allow, and maps who can become whom across accounts.\n")
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for path, data in {**files, "DEBIAN/control": control.encode()}.items():
            place = tree / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            place.chmod(0o755 if path == "usr/bin/rolelint" else 0o644)
        for place in [tree, *tree.rglob("*")]:
            if place.is_dir():
                place.chmod(0o755)
            os.utime(place, (release.time, release.time))
        name = f"rolelint_{release.version}_{release.names['deb']}.deb"
        release.out.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree),
             str(release.out / name)],
            check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(release.time)})
        release.made.append(release.out / name)
        print(release.out / name)


def make_wheel(release):
    machine = release.names["wheel"]
    # The binary is static: it runs with every libc.
    tags = [f"py3-none-manylinux_2_17_{machine}", f"py3-none-manylinux2014_{machine}",
            f"py3-none-musllinux_1_1_{machine}"]
    info = f"rolelint-{release.version}.dist-info"
    documents = release.documents()
    files = {"rolelint/bin/rolelint": release.binary,
             f"{info}/licenses/LICENSE": documents["LICENSE"],
             f"{info}/licenses/NOTICE": documents["NOTICE"],
             f"{info}/sboms/rolelint.spdx.json": documents["rolelint.spdx.json"]}
    for path in sorted((HERE / "python/rolelint").iterdir()):
        if path.suffix in (".py", ".typed") or path.name == "py.typed":
            files[f"rolelint/{path.name}"] = path.read_bytes()
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: rolelint\nVersion: {release.version}\nSummary: {SUMMARY}\n"
        f"License: Apache-2.0\nRequires-Python: >=3.9\nProvides-Extra: spark\n"
        + "".join(f'Requires-Dist: {one}; extra == "spark"\n' for one in SPARK_PACKAGES) +
        "Description-Content-Type: text/markdown\n\n").encode() + documents["README.md"]
    files[f"{info}/WHEEL"] = ("Wheel-Version: 1.0\nGenerator: rolelint-package\n"
                              "Root-Is-Purelib: false\n" +
                              "".join(f"Tag: {tag}\n" for tag in tags)).encode()
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\nrolelint = rolelint.__main__:main\n"
    record = "".join(
        "{},sha256={},{}\n".format(
            path, base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode(),
            len(data))
        for path, data in sorted(files.items()))
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, time.gmtime(release.time)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            mode = 0o755 if path == "rolelint/bin/rolelint" else 0o644
            entry.external_attr = (0o100000 | mode) << 16
            wheel.writestr(entry, data)
    platforms = ".".join(tag.split("-")[2] for tag in tags)
    release.write(f"rolelint-{release.version}-py3-none-{platforms}.whl", packed.getvalue())


def make_npm(release):
    documents = release.documents()
    common = {"version": release.version, "license": "Apache-2.0"}
    carrier = f"@rolelint/linux-{release.names['npm']}"
    release.write(
        f"rolelint-linux-{release.names['npm']}-{release.version}.tgz",
        release.tarball({
            "package.json": json.dumps({
                "name": carrier, **common, "description": "The rolelint binary for Linux",
                "os": ["linux"], "cpu": [release.names["npm"]], "files": ["rolelint"],
            }, indent=2).encode(),
            "rolelint": release.binary, "LICENSE": documents["LICENSE"],
            "NOTICE": documents["NOTICE"],
        }, {"rolelint"}, "package/"))
    release.write(
        f"rolelint-{release.version}.tgz",
        release.tarball({
            "package.json": json.dumps({
                "name": "rolelint", **common, "description": SUMMARY,
                "bin": {"rolelint": "rolelint.js"}, "files": ["rolelint.js"],
                "engines": {"node": ">=18"},
                "optionalDependencies": {
                    f"@rolelint/linux-{names['npm']}": release.version
                    for names in ARCHITECTURES.values()},
            }, indent=2).encode(),
            "rolelint.js": (HERE / "npm/rolelint.js").read_bytes(),
            "README.md": documents["README.md"], "LICENSE": documents["LICENSE"],
            "NOTICE": documents["NOTICE"],
        }, {"rolelint.js"}, "package/"))


# Those that need nothing from elsewhere: `all`.
OFFLINE = {"tar": make_tar, "deb": make_deb, "wheel": make_wheel, "npm": make_npm}
KINDS = {**OFFLINE, "vscode": make_vscode}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kinds", nargs="+", choices=[*KINDS, "all"], metavar="KIND",
                        help="tar, deb, wheel, npm, vscode or all (but vscode)")
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/packages")
    arguments = parser.parse_args()
    release = Release(arguments.binary, arguments.out)
    kinds = dict.fromkeys(arguments.kinds)
    if kinds.pop("all", "no") is None:
        kinds = {**OFFLINE, **kinds}
    for kind in kinds:
        KINDS[kind](release)
    release.sums()


if __name__ == "__main__":
    main()
